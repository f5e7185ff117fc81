package io.millrace.connector.opcua;

import io.millrace.model.Quality;
import io.netty.handler.codec.DecoderException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.UaServiceFaultException;
import org.eclipse.milo.opcua.stack.core.util.EndpointUtil;
import org.jspecify.annotations.Nullable;

/** Turns what goes wrong into words. Thread-safe. */
final class Faults {

    private static final int NAMES_KEPT = 1000;
    private static final Map<Integer, String> NAMES = new ConcurrentHashMap<>();

    private Faults() {}

    /** The name of a StatusCode, with what its information bits say. */
    static String name(long status) {
        int code = (int) status;
        String known = NAMES.get(code);
        if (known == null) {
            known = Quality.of(code & 0xFFFF0000).name();
            if (known.contains("_0x")) {
                known = StatusCodes.lookup(code & 0xFFFF0000L)
                        .map(found -> found[0])
                        .orElse(known);
            }
            if ((code & 0x480) == 0x480) {
                known += " (overflow: values before this one were lost)";
            }
            if (NAMES.size() < NAMES_KEPT) {
                NAMES.put(code, known);
            }
        }
        return known;
    }

    /** The exception inside the wrappings of futures. */
    static Throwable root(Throwable fault) {
        Throwable inner = fault;
        while ((inner instanceof CompletionException || inner instanceof ExecutionException)
                && inner.getCause() != null) {
            inner = inner.getCause();
        }
        return inner;
    }

    /** The StatusCode in a fault, or 0 where it has none. */
    static long status(@Nullable Throwable fault) {
        for (Throwable inner = fault; inner != null; inner = inner.getCause()) {
            if (inner instanceof UaException ua) {
                return ua.getStatusCode().value();
            }
        }
        return 0;
    }

    static boolean isStatus(@Nullable Throwable fault, long code) {
        return (int) status(fault) == (int) code;
    }

    /** Whether the server itself answered with a fault, as opposed to the line failing. */
    static boolean isAnswer(Throwable fault) {
        return root(fault) instanceof UaServiceFaultException;
    }

    static boolean isTimeout(Throwable fault) {
        Throwable root = root(fault);
        return root instanceof TimeoutException
                || root instanceof io.netty.channel.ConnectTimeoutException
                || (!isAnswer(root) && isStatus(root, StatusCodes.Bad_Timeout));
    }

    /** Whether the session, as the server sees it, is no more. */
    static boolean isSessionGone(Throwable fault) {
        long status = status(fault);
        return isAnswer(fault)
                && ((int) status == (int) StatusCodes.Bad_SessionIdInvalid
                        || (int) status == (int) StatusCodes.Bad_SessionClosed
                        || (int) status == (int) StatusCodes.Bad_SessionNotActivated
                        || (int) status == (int) StatusCodes.Bad_SecureChannelIdInvalid
                        || (int) status == (int) StatusCodes.Bad_SecureChannelClosed
                        || (int) status == (int) StatusCodes.Bad_ServerHalted
                        || (int) status == (int) StatusCodes.Bad_Shutdown);
    }

    /** Whether the server found a request too large, so that a smaller one may do. */
    static boolean isTooLarge(Throwable fault) {
        int status = (int) status(fault);
        return status == (int) StatusCodes.Bad_TooManyOperations
                || status == (int) StatusCodes.Bad_RequestTooLarge
                || status == (int) StatusCodes.Bad_ResponseTooLarge
                || status == (int) StatusCodes.Bad_EncodingLimitsExceeded;
    }

    /** What went wrong in a few words, for the end of a sentence. */
    static String brief(Throwable fault) {
        Throwable root = root(fault);
        long status = status(root);
        if (status != 0) {
            String said = root.getMessage();
            String name = name(status);
            return said == null || said.isBlank() || said.contains("status=") || said.equals(name)
                    ? name
                    : name + ": " + said;
        }
        return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
    }

    /**
     * Why no connection came about, as a sentence an electrician can act on.
     *
     * @param at the address that was tried
     */
    static String connecting(Throwable fault, String at, OpcUaSettings settings, String ownCertificate) {
        Throwable root = root(fault);
        String host = Objects.requireNonNullElse(EndpointUtil.getHost(at), at);
        if (root instanceof UnknownHostException || root instanceof UnresolvedAddressException) {
            return "The host '" + host + "' of " + at + " is unknown: check its spelling, or write its IP address.";
        }
        if (root instanceof io.netty.channel.ConnectTimeoutException) {
            return "Nobody answers at " + at + ": check that " + host
                    + " is switched on and that no firewall stands between.";
        }
        if (root instanceof NoRouteToHostException) {
            return "There is no way to " + host + " from here: check the network and the address in " + at + ".";
        }
        if (root instanceof ConnectException) {
            return "Nothing listens at " + at + " (connection refused): check that the OPC UA server on " + host
                    + " is running and that the port is right.";
        }
        if (isTimeout(root)) {
            return "The server at " + at
                    + " accepts connections but does not answer: it may be starting, overloaded, or"
                    + " no OPC UA server.";
        }
        if (root instanceof DecoderException && isForeign(status(root))) {
            return "What listens at " + at + " does not speak OPC UA (" + name(status(root))
                    + "): check the port; that of OPC UA is mostly 4840.";
        }
        if (root instanceof SocketException) {
            return hungUp(at, ownCertificate);
        }
        return service(status(root), root, settings, ownCertificate);
    }

    /** Whether the very framing of a message made no sense. */
    private static boolean isForeign(long status) {
        return (int) status == (int) StatusCodes.Bad_TcpMessageTypeInvalid
                || (int) status == (int) StatusCodes.Bad_TcpMessageTooLarge;
    }

    private static String hungUp(String at, String ownCertificate) {
        return "The server at " + at
                + " hung up while the session was being opened: it may be starting, refuse this"
                + " hub's certificate (" + ownCertificate + "), or be no OPC UA server.";
    }

    private static String service(long status, Throwable root, OpcUaSettings settings, String ownCertificate) {
        String at = settings.endpoint();
        String who = settings.identity().user() == null
                ? settings.identity().certificate() == null
                        ? "an anonymous user"
                        : "the user with the certificate " + settings.identity().certificate()
                : "the user '" + settings.identity().user() + "'";
        int code = (int) status;
        if (code == (int) StatusCodes.Bad_UserAccessDenied
                || code == (int) StatusCodes.Bad_IdentityTokenRejected
                || code == (int) StatusCodes.Bad_IdentityTokenInvalid
                || code == (int) StatusCodes.Bad_IdentityChangeNotSupported) {
            return "The server at " + at + " refuses " + who + " (" + name(status)
                    + "): check user and password under 'identity', and the rights on the server.";
        }
        if (code == (int) StatusCodes.Bad_TooManySessions
                || code == (int) StatusCodes.Bad_TcpNotEnoughResources
                || code == (int) StatusCodes.Bad_MaxConnectionsReached) {
            return "The server at " + at + " has no room for another session (" + name(status)
                    + "): close another client, raise the server's limit, or wait until a dead session times out.";
        }
        if (code == (int) StatusCodes.Bad_CertificateUntrusted
                || code == (int) StatusCodes.Bad_SecurityChecksFailed
                || code == (int) StatusCodes.Bad_CertificateInvalid
                || code == (int) StatusCodes.Bad_CertificateUriInvalid
                || code == (int) StatusCodes.Bad_CertificateUseNotAllowed
                || code == (int) StatusCodes.Bad_CertificateTimeInvalid
                || code == (int) StatusCodes.Bad_CertificateChainIncomplete
                || code == (int) StatusCodes.Bad_NoValidCertificates
                || code == (int) StatusCodes.Bad_ApplicationSignatureInvalid) {
            return "The server at " + at + " does not accept this hub's certificate (" + name(status)
                    + "): trust it on the server; it is the file " + ownCertificate + ".";
        }
        if (code == (int) StatusCodes.Bad_TcpEndpointUrlInvalid) {
            return "The server on " + settings.host() + " does not know the address " + at
                    + ": check the path behind the port.";
        }
        if (code == (int) StatusCodes.Bad_ConnectionClosed) {
            return hungUp(at, ownCertificate);
        }
        return "The server at " + at + " cannot be used: " + brief(root) + ".";
    }
}
