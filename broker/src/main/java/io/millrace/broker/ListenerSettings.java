package io.millrace.broker;

import java.util.Objects;

/**
 * Where the broker listens.
 *
 * @param host name or address to bind
 * @param port 0 to 65535; 0 lets the system choose, see {@link Broker#listeners()}
 * @param path the WebSocket path, beginning with {@code /}; without meaning for TCP
 */
public record ListenerSettings(Transport transport, String host, int port, String path) {

    private static final int HIGHEST_PORT = 65_535;

    public ListenerSettings {
        Objects.requireNonNull(transport);
        if (host.isBlank()) {
            throw new IllegalArgumentException("the host of an MQTT listener is empty");
        }
        if (port < 0 || port > HIGHEST_PORT) {
            throw new IllegalArgumentException(
                    "the port of an MQTT listener is " + port + "; it must be between 0 and " + HIGHEST_PORT);
        }
        if (!path.startsWith("/")) {
            throw new IllegalArgumentException(
                    "the path of an MQTT listener is \"" + path + "\"; it must begin with \"/\"");
        }
    }

    public static ListenerSettings tcp(String host, int port) {
        return new ListenerSettings(Transport.TCP, host, port, "/mqtt");
    }

    public static ListenerSettings webSocket(String host, int port) {
        return new ListenerSettings(Transport.WEBSOCKET, host, port, "/mqtt");
    }
}
