package io.millrace.console;

import java.util.List;
import java.util.Objects;

/**
 * Where the console listens and who may look.
 *
 * @param host name or address of the interface; without users it is a loopback one
 * @param port 0 takes any free port
 * @param users empty: no sign-in, and the console binds loopback only
 */
public record ConsoleSettings(String host, int port, List<ConsoleUser> users) {

    public ConsoleSettings {
        Objects.requireNonNull(host);
        users = List.copyOf(users);
        if (host.isBlank()) {
            throw new IllegalArgumentException("The console's host is empty; use 127.0.0.1.");
        }
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("The console's port " + port + " is not between 0 and 65535.");
        }
    }
}
