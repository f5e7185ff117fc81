package io.millrace.broker;

/**
 * A listener that is open.
 *
 * @param host as in the settings
 * @param port the actual one, never 0
 * @param path the WebSocket path; without meaning for TCP
 */
public record BoundListener(Transport transport, String host, int port, String path) {}
