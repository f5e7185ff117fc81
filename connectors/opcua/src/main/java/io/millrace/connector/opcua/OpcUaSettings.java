package io.millrace.connector.opcua;

import io.millrace.model.Problem;
import io.millrace.model.settings.DefaultsTo;
import io.millrace.model.settings.Described;
import io.millrace.model.settings.Secret;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.eclipse.milo.opcua.stack.core.security.SecurityPolicy;
import org.eclipse.milo.opcua.stack.core.types.enumerated.MessageSecurityMode;
import org.eclipse.milo.opcua.stack.core.util.EndpointUtil;
import org.jspecify.annotations.Nullable;

/** How to reach an OPC UA server and how to talk to it. */
public record OpcUaSettings(
        @Described("The address of the server: opc.tcp://192.168.0.10:4840.")
        String endpoint,

        @Described("How the connection is protected.") @DefaultsTo("{}")
        Security security,

        @Described("Who this hub is to the server; anonymous when empty.") @DefaultsTo("{}")
        Identity identity,

        @Described("How long to wait for an answer of the server.") @DefaultsTo("5s")
        Duration timeout,

        @Described("How long to wait for the server to accept a connection.") @DefaultsTo("5s")
        Duration connectTimeout,

        @Described("How long the server keeps a session it hears nothing of.") @DefaultsTo("1min")
        Duration sessionTimeout,

        @Described("How often the server sends what has changed.") @DefaultsTo("500ms")
        Duration publishingInterval,

        @Described("How many values of a tag the server keeps until they are sent; 0 is enough for five seconds, and at"
                + " least 10.")
        @DefaultsTo("0")
        int queueSize,

        @Described("How often to ask a silent server whether it is still alive; two answers missing end the session.")
        @DefaultsTo("3s")
        Duration keepAlive,

        @Described("Connect to the host name the server gives for itself; false keeps the configured host, which works"
                + " through address translation.")
        @DefaultsTo("false")
        boolean useAdvertisedHost,

        @Described("The most tags in one request; the server's own limits are respected anyway.") @DefaultsTo("1000")
        int batchLimit,

        @Described("What counts as a change of a monitored tag: status, status-value, or status-value-timestamp.")
        @DefaultsTo("status-value")
        ChangeTrigger dataChangeTrigger) {

    /** How the connection is protected. */
    @Described("How the connection to an OPC UA server is protected.")
    public record Security(
            @Described("The security policy; auto is the best the server offers. Name one to be sure of it.")
            @DefaultsTo("auto")
            Policy policy,

            @Described("Whether messages are signed or also encrypted; auto is the best the server offers.")
            @DefaultsTo("auto")
            Mode mode,

            @Described("Faults of a trusted server certificate that are let pass.") @DefaultsTo("[]")
            List<Fault> tolerate) {

        public Security {
            tolerate = List.copyOf(tolerate);
            if (policy == Policy.NONE && (mode == Mode.SIGN || mode == Mode.SIGN_AND_ENCRYPT)) {
                throw Problem.of(
                                "opcua-security",
                                "The security policy 'none' can neither sign nor encrypt.",
                                "Name another policy, such as basic256sha256, or leave the mode out.")
                        .asException();
            }
            if (mode == Mode.NONE && policy != Policy.NONE && policy != Policy.AUTO) {
                throw Problem.of(
                                "opcua-security",
                                "The mode 'none' makes no use of a security policy.",
                                "Set the policy to none, or the mode to sign-and-encrypt.")
                        .asException();
            }
        }

        /** The best that the server offers. */
        public static Security auto() {
            return new Security(Policy.AUTO, Mode.AUTO, List.of());
        }

        /** No protection. */
        public static Security none() {
            return new Security(Policy.NONE, Mode.AUTO, List.of());
        }
    }

    /** The security policies of OPC 10000-7 that are not broken by now. */
    public enum Policy {
        AUTO(null),
        NONE(SecurityPolicy.None),
        BASIC256SHA256(SecurityPolicy.Basic256Sha256),
        AES128_SHA256_RSAOAEP(SecurityPolicy.Aes128_Sha256_RsaOaep),
        AES256_SHA256_RSAPSS(SecurityPolicy.Aes256_Sha256_RsaPss);

        final @Nullable SecurityPolicy policy;

        Policy(@Nullable SecurityPolicy policy) {
            this.policy = policy;
        }
    }

    /** What is done to messages. */
    public enum Mode {
        AUTO(null),
        NONE(MessageSecurityMode.None),
        SIGN(MessageSecurityMode.Sign),
        SIGN_AND_ENCRYPT(MessageSecurityMode.SignAndEncrypt);

        final @Nullable MessageSecurityMode mode;

        Mode(@Nullable MessageSecurityMode mode) {
            this.mode = mode;
        }
    }

    /** Faults of certificates that occur on machines nobody may touch. */
    public enum Fault {
        HOST_NAME,
        APPLICATION_URI,
        VALIDITY
    }

    /** What counts as a change (OPC 10000-4, 7.22.2). */
    public enum ChangeTrigger {
        STATUS,
        STATUS_VALUE,
        STATUS_VALUE_TIMESTAMP
    }

    /** Who this hub is to the server. */
    @Described("Who this hub is to an OPC UA server: nobody, a user with a password, or the holder of a certificate.")
    public record Identity(
            @Described("The name of the user.") @Nullable String user,

            @Described("The password of the user.") @Nullable
            Secret password,

            @Described("The user's certificate, a file in PEM or DER.") @Nullable
            Path certificate,

            @Described("The private key of that certificate, PKCS#8 in PEM: ${file:/path/to/key.pem}.") @Nullable
            Secret privateKey) {

        public Identity {
            if (user != null && certificate != null) {
                throw problem("The identity has both a user and a certificate.", "Keep one of them.");
            }
            if ((user == null) != (password == null)) {
                throw problem(
                        user == null ? "A password without a user." : "The user '" + user + "' has no password.",
                        "Give both 'user' and 'password'.");
            }
            if ((certificate == null) != (privateKey == null)) {
                throw problem(
                        "A user certificate needs its private key, and a private key its certificate.",
                        "Give both 'certificate' and 'privateKey'.");
            }
        }

        public static Identity anonymous() {
            return new Identity(null, null, null, null);
        }

        public static Identity user(String user, String password) {
            return new Identity(user, new Secret(password), null, null);
        }

        private static RuntimeException problem(String message, String remedy) {
            return Problem.of("opcua-identity", message, remedy).asException();
        }
    }

    public OpcUaSettings {
        endpoint = endpoint.trim();
        if (!"opc.tcp".equals(EndpointUtil.getScheme(endpoint))) {
            throw Problem.of(
                            "opcua-endpoint",
                            "'" + endpoint + "' is not the address of an OPC UA server.",
                            "Write it as opc.tcp://192.168.0.10:4840.")
                    .asException();
        }
        between("timeout", timeout, Duration.ofMillis(100), Duration.ofMinutes(5));
        between("connectTimeout", connectTimeout, Duration.ofMillis(100), Duration.ofMinutes(5));
        between("sessionTimeout", sessionTimeout, Duration.ofSeconds(5), Duration.ofHours(1));
        between("publishingInterval", publishingInterval, Duration.ofMillis(10), Duration.ofHours(1));
        between("keepAlive", keepAlive, Duration.ofMillis(100), Duration.ofMinutes(10));
        between("queueSize", queueSize, 0, 100_000);
        between("batchLimit", batchLimit, 1, 10_000);
    }

    /** A server reached with everything else as it is when the site file does not say. */
    public static OpcUaSettings of(String endpoint) {
        return new OpcUaSettings(
                endpoint,
                Security.auto(),
                Identity.anonymous(),
                Duration.ofSeconds(5),
                Duration.ofSeconds(5),
                Duration.ofMinutes(1),
                Duration.ofMillis(500),
                0,
                Duration.ofSeconds(3),
                false,
                1000,
                ChangeTrigger.STATUS_VALUE);
    }

    String host() {
        String host = EndpointUtil.getHost(endpoint);
        return host == null ? "" : host;
    }

    int port() {
        int port = EndpointUtil.getPort(endpoint);
        return port > 0 ? port : 4840;
    }

    private static void between(String key, Duration value, Duration least, Duration most) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw Problem.of(
                            "opcua-setting",
                            "'" + key + "' is " + readable(value) + ".",
                            "Choose between " + readable(least) + " and " + readable(most) + ".")
                    .asException();
        }
    }

    private static void between(String key, int value, int least, int most) {
        if (value < least || value > most) {
            throw Problem.of(
                            "opcua-setting",
                            "'" + key + "' is " + value + ".",
                            "Choose between " + least + " and " + most + ".")
                    .asException();
        }
    }

    private static String readable(Duration duration) {
        long millis = duration.toMillis();
        return millis % 1000 == 0 ? millis / 1000 + "s" : millis + "ms";
    }
}
