package io.millrace.connector.exam;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * How to start a foreign program that serves one port.
 *
 * @param command the words of the command; {@value #PORT} in a word stands for the port
 * @param environment added to the environment of the process
 * @param readiness how the program tells that it serves
 */
public record PeerProgram(List<String> command, Map<String, String> environment, Readiness readiness) {

    public static final String PORT = "{port}";

    /** How a program tells that it serves its port. */
    public enum Readiness {
        /** It prints {@code READY <port>}; started with port 0 it takes any. */
        ANNOUNCED,
        /** It accepts connections on the port it was given. */
        LISTENING
    }

    public PeerProgram {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
        Objects.requireNonNull(readiness);
    }

    /** The same program with further words on its command line. */
    public PeerProgram with(String... arguments) {
        List<String> longer = new ArrayList<>(command);
        Collections.addAll(longer, arguments);
        return new PeerProgram(longer, environment, readiness);
    }

    /** The same program with a variable in its environment. */
    public PeerProgram withEnvironment(String name, String value) {
        Map<String, String> more = new HashMap<>(environment);
        more.put(name, value);
        return new PeerProgram(command, more, readiness);
    }

    /** Starts it on any free port and returns when it serves. */
    public Peer start() {
        return start(readiness == Readiness.ANNOUNCED ? 0 : Peers.freePort());
    }

    /** Starts it on this port and returns when it serves. */
    public Peer start(int port) {
        return new Peer(this, port);
    }

    List<String> commandFor(int port) {
        return command.stream()
                .map(word -> word.replace(PORT, Integer.toString(port)))
                .toList();
    }
}
