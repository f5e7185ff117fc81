package io.millrace.console.http;

import io.javalin.http.Handler;
import java.util.LinkedHashMap;
import java.util.Map;

/** What can be asked for, all of it by GET. The same paths stand in {@code openapi.json}; a test holds them together. */
final class Routes {

    private final Map<String, Handler> handlers = new LinkedHashMap<>();

    Routes(HubApi hub, NamespaceApi namespace, TrendApi trend, LiveApi live, MetricsApi metrics, Handler openApi) {
        handlers.put("/api/health", hub::health);
        handlers.put("/api/info", hub::info);
        handlers.put("/api/connections", hub::connections);
        handlers.put("/api/topics", namespace::topics);
        handlers.put("/api/latest", namespace::latest);
        handlers.put("/api/detail", namespace::detail);
        handlers.put("/api/trend", trend::trend);
        handlers.put("/api/live", live::live);
        handlers.put("/api/openapi.json", openApi);
        handlers.put("/metrics", metrics::metrics);
    }

    Map<String, Handler> handlers() {
        return handlers;
    }
}
