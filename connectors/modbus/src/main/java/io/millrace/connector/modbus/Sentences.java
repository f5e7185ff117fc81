package io.millrace.connector.modbus;

import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.codec.DecoderException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.time.Duration;

/** What is said when a device cannot be talked to, in words an electrician can act on. */
final class Sentences {

    private Sentences() {}

    static String cannotConnect(ModbusSettings settings, Throwable cause) {
        String endpoint = settings.endpoint();
        if (cause instanceof ConnectTimeoutException) {
            return endpoint + " did not accept a connection within " + seconds(settings.connectTimeout())
                    + ". Check that the device is on and that no firewall is between.";
        }
        if (cause instanceof UnknownHostException) {
            return endpoint + " cannot be found: nobody knows the name '" + settings.host()
                    + "'. Check the host, or give an IP address.";
        }
        if (cause instanceof NoRouteToHostException) {
            return endpoint + " cannot be reached: there is no route to it. Check cable, switch and IP address.";
        }
        if (words(cause).contains("refused")) {
            return endpoint + " refused the connection. Check that the device is on, that Modbus TCP is enabled, "
                    + "and that host and port are right.";
        }
        return endpoint + " cannot be reached: " + words(cause) + ".";
    }

    static String cannotResolve(ModbusSettings settings) {
        return settings.endpoint() + " cannot be found: no name server answers for '" + settings.host()
                + "'. Check the network's name server, or give an IP address.";
    }

    static String broken(ModbusSettings settings, Throwable cause) {
        return cause instanceof DecoderException
                ? settings.endpoint() + " does not speak Modbus TCP. Check host and port."
                : "The connection to " + settings.endpoint() + " broke: " + words(cause) + ".";
    }

    static String hungUp(ModbusSettings settings) {
        return "Device " + settings.endpoint() + " closed the connection.";
    }

    static String notConnected(ModbusSettings settings) {
        return "There is no connection to " + settings.endpoint() + ".";
    }

    static String silent(ModbusSettings settings, int unit) {
        return "Unit " + unit + " at " + settings.endpoint() + " did not answer within " + seconds(settings.timeout())
                + ". Check that the device is on and that the unit id is right.";
    }

    static String silentAfterWrite(ModbusSettings settings, int unit) {
        return "The connection to " + settings.endpoint() + " was closed because unit " + unit
                + " did not answer a write.";
    }

    static String tooMuchAsked(ModbusSettings settings, int waiting) {
        return "Device " + settings.endpoint() + " is too slow for what is asked of it: " + waiting
                + " requests are waiting. Poll less often, or fewer tags.";
    }

    private static String words(Throwable cause) {
        String message = cause.getMessage();
        return message == null || message.isBlank() ? "the network gave no reason" : message;
    }

    private static String seconds(Duration time) {
        return time.toMillis() % 1000 == 0 ? time.toSeconds() + " s" : time.toMillis() + " ms";
    }
}
