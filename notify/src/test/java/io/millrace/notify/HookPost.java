package io.millrace.notify;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/** Somebody who takes webhooks, or does not. */
final class HookPost implements AutoCloseable {

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Got> got = new CopyOnWriteArrayList<>();
    private volatile int status = 204;

    /** @param headers by lower case name */
    record Got(Map<String, String> headers, String body) {
        String header(String name) {
            return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
        }
    }

    HookPost() throws IOException {
        this(0);
    }

    HookPost(int port) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            got.add(new Got(
                    exchange.getRequestHeaders().entrySet().stream()
                            .collect(Collectors.toMap(
                                    entry -> entry.getKey().toLowerCase(Locale.ROOT),
                                    entry -> String.join(",", entry.getValue()))),
                    body));
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        server.start();
    }

    void answers(int now) {
        status = now;
    }

    int port() {
        return server.getAddress().getPort();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + port() + "/alarms");
    }

    List<Got> got() {
        return got;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
