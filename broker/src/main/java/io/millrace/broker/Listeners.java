package io.millrace.broker;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Checks listeners before anything is started, so that a mistake costs no time and leaves no threads. */
final class Listeners {

    private Listeners() {}

    static void check(BrokerSettings settings) throws BrokerException {
        List<ListenerSettings> listeners = settings.listeners();
        for (int i = 0; i < listeners.size(); i++) {
            check(i, listeners.get(i), settings.users().isEmpty());
        }
    }

    private static void check(int index, ListenerSettings listener, boolean open) throws BrokerException {
        InetAddress address;
        try {
            address = InetAddress.getByName(listener.host());
        } catch (UnknownHostException e) {
            throw new BrokerException(
                    describe(index, listener) + " cannot be opened: this machine knows no address \"" + listener.host()
                            + "\". Give an address of this machine, 127.0.0.1, or 0.0.0.0 for all.",
                    index,
                    e);
        }
        if (open && !address.isLoopbackAddress()) {
            throw new BrokerException(
                    describe(index, listener) + " would be open to the network without a password. Name users for MQTT,"
                            + " or bind it to 127.0.0.1.",
                    index,
                    null);
        }
        if (listener.port() == 0) {
            return;
        }
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true); // as the real one will: a connection in TIME_WAIT is no obstacle
            socket.bind(new InetSocketAddress(address, listener.port()));
        } catch (IOException e) {
            throw cannotListen(index, listener, e);
        }
    }

    static BrokerException cannotListen(int index, ListenerSettings listener, @Nullable Throwable cause) {
        String reason = cause == null ? "" : String.valueOf(cause.getMessage());
        String why = reason.toLowerCase(Locale.ROOT).contains("in use")
                ? "port " + listener.port() + " is in use by another program"
                : reason;
        return new BrokerException(
                describe(index, listener) + " cannot be opened: " + why
                        + ". Choose another port (0 lets the system choose one), or stop the other program.",
                index,
                cause);
    }

    private static String describe(int index, ListenerSettings listener) {
        return "MQTT listener " + index + " (" + listener.transport().name().toLowerCase(Locale.ROOT) + " on "
                + listener.host() + ":" + listener.port() + ")";
    }
}
