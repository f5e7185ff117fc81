package io.millrace.historian.embedded;

import io.millrace.model.Problem;
import io.millrace.model.ProblemException;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Ports of this machine. */
final class Ports {

    private Ports() {}

    /** One that is free now; somebody may be quicker. */
    static int free(String host) throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(host))) {
            return socket.getLocalPort();
        }
    }

    /** @throws ProblemException {@code port-occupied} */
    static void checkFree(String host, int port) throws IOException {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByName(host), port), 1);
        } catch (BindException taken) {
            throw occupied(host, port);
        }
    }

    static ProblemException occupied(String host, int port) {
        return Problem.of(
                        "port-occupied",
                        "Someone else listens on " + host + ":" + port + ", the port of the embedded PostgreSQL.",
                        "Set historian.port to another port, or to 0 for a free one.")
                .asException();
    }
}
