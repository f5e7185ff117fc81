package io.millrace.app.site;

import io.millrace.model.Problem;
import java.net.InetAddress;
import java.net.UnknownHostException;

/** Rules for where a listener may stand. */
final class Ports {

    private Ports() {}

    static void check(int port) {
        if (port < 0 || port > 65_535) {
            throw Problem.of(
                            "port-out-of-range",
                            "port " + port + " does not exist.",
                            "Use 1 to 65535, or 0 for a free one.")
                    .asException();
        }
    }

    /** Whether only this machine can reach the address. A name is looked up; an unknown one is refused. */
    static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException unknown) {
            throw Problem.of(
                            "host-unknown",
                            "the host '" + host + "' is not known here.",
                            "Use an address of this machine.")
                    .asException();
        }
    }

    static void requireLoopback(String host, String what, String remedy) {
        if (!isLoopback(host)) {
            throw Problem.of(
                            "open-listener",
                            what + " would be open to the network on " + host + " without sign-in.",
                            remedy)
                    .asException();
        }
    }
}
