package io.millrace.console.http;

import io.javalin.http.Handler;
import java.util.LinkedHashMap;
import java.util.Map;

/** What can be asked for and what can be asked to be done. {@code openapi.json} has the same; a test holds them together. */
final class Routes {

    private final Map<String, Handler> reading = new LinkedHashMap<>();
    private final Map<String, Handler> acting = new LinkedHashMap<>();

    Routes(
            HubApi hub,
            ProcessorsApi processors,
            NamespaceApi namespace,
            TrendApi trend,
            DeliveriesApi deliveries,
            QuarantineApi quarantine,
            AlarmsApi alarms,
            ProductionApi production,
            FactsApi facts,
            LiveApi live,
            MetricsApi metrics,
            Handler openApi) {
        reading.put("/api/health", hub::health);
        reading.put("/api/info", hub::info);
        reading.put("/api/connections", hub::connections);
        reading.put("/api/processors", processors::list);
        reading.put("/api/processors/{name}", processors::show);
        reading.put("/api/topics", namespace::topics);
        reading.put("/api/latest", namespace::latest);
        reading.put("/api/detail", namespace::detail);
        reading.put("/api/trend", trend::trend);
        reading.put("/api/ledger", deliveries::ledger);
        reading.put("/api/gaps", deliveries::gaps);
        reading.put("/api/trace", deliveries::trace);
        reading.put("/api/quarantine", quarantine::list);
        reading.put("/api/quarantine/{id}", quarantine::show);
        reading.put("/api/alarms", alarms::board);
        reading.put("/api/alarms/raised", alarms::raised);
        reading.put("/api/production/locations", production::locations);
        reading.put("/api/production/oee", production::oee);
        reading.put("/api/production/orders", production::orders);
        reading.put("/api/production/orders.csv", facts::exportOrders);
        reading.put("/api/production/shifts", production::shifts);
        reading.put("/api/production/states", production::states);
        reading.put("/api/production/stops", production::stops);
        reading.put("/api/production/choices", facts::choices);
        reading.put("/api/live", live::live);
        reading.put("/api/openapi.json", openApi);
        reading.put("/metrics", metrics::metrics);
        acting.put("/api/quarantine/{id}/replay", quarantine::replay);
        acting.put("/api/quarantine/{id}/discard", quarantine::discard);
        acting.put("/api/alarms/{action}", alarms::act);
        acting.put("/api/production/import", facts::importOrders);
        acting.put("/api/production/orders/{action}", facts::order);
        acting.put("/api/production/pieces/{action}", facts::pieces);
        acting.put("/api/production/correct", facts::correct);
    }

    /** By GET: changes nothing. */
    Map<String, Handler> reading() {
        return reading;
    }

    /** By POST. */
    Map<String, Handler> acting() {
        return acting;
    }
}
