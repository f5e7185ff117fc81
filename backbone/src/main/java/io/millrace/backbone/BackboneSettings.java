package io.millrace.backbone;

import io.millrace.model.LogTopic;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;

/** Where the log is and what it keeps. Immutable. */
public sealed interface BackboneSettings {

    /** Partitions of the two routes: as many processes can share the work of one follower. */
    int DEFAULT_PARTITIONS = 4;
    /** Largest payload of every topic but the quarantine: 1 MiB. */
    int DEFAULT_MAXIMUM_PAYLOAD_BYTES = 1 << 20;
    /** Largest payload of the quarantine, which must hold what was too large elsewhere: 16 MiB. */
    int QUARANTINE_PAYLOAD_BYTES = 16 << 20;

    /** How many partitions a topic of the two routes gets when it is created. */
    int partitions();

    /** Retention by topic; a topic that is absent has its {@link Retention#defaults() default}. */
    Map<LogTopic, Retention> retention();

    /** Largest payload of every topic but the quarantine, in bytes; 64 KiB for key and headers come on top. */
    int maximumPayloadBytes();

    /**
     * Who this process is among those that share the log: the hub's id. When it dies, the next process of the same
     * instance has the places of its followers at once. Two at a time take them from each other, so no two running
     * processes may have the same one.
     */
    String instance();

    /**
     * A node of our own in this process. It has no authentication, so it listens on loopback only.
     *
     * @param folder where the log lives; created when absent; nobody else's files in it
     * @param host a loopback address or name
     * @param port 0 means any free one, another each time
     * @param instance letters, digits, {@code .}, {@code _} and {@code -}, 100 at most
     */
    record Embedded(
            Path folder,
            String host,
            int port,
            int partitions,
            Map<LogTopic, Retention> retention,
            int maximumPayloadBytes,
            String instance)
            implements BackboneSettings {

        /** The instance when none is given. Only one process at a time can have the folder, so all may be the same. */
        private static final String OWNER = "owner";

        public Embedded {
            Objects.requireNonNull(folder);
            requireLoopback(host);
            if (port < 0 || port > 65535) {
                throw setting("log.port", "The log's port must be from 0 to 65535, and is " + port + ".");
            }
            requirePartitions(partitions);
            retention = complete(retention);
            requirePayloadBytes(maximumPayloadBytes);
            requireInstance(instance);
        }

        /** As the process that owns the folder, whatever its name. */
        public Embedded(
                Path folder,
                String host,
                int port,
                int partitions,
                Map<LogTopic, Retention> retention,
                int maximumPayloadBytes) {
            this(folder, host, port, partitions, retention, maximumPayloadBytes, OWNER);
        }

        /** The same as another instance. */
        public Embedded withInstance(String other) {
            return new Embedded(folder, host, port, partitions, retention, maximumPayloadBytes, other);
        }

        private static void requireLoopback(String host) {
            try {
                if (!InetAddress.getByName(host).isLoopbackAddress()) {
                    throw setting(
                            "log.host",
                            "The embedded log has no authentication and listens on loopback only, but log.host is '"
                                    + host + "'. Use 127.0.0.1, or an external Kafka.");
                }
            } catch (UnknownHostException unknown) {
                throw setting("log.host", "The log's host '" + host + "' is not known. Use 127.0.0.1.");
            }
        }
    }

    /**
     * Somebody else's Kafka.
     *
     * @param bootstrap {@code host:port}, several separated by commas
     * @param properties what Kafka's clients need beyond that: {@code security.protocol}, {@code sasl.jaas.config} and
     *     so on. Never printed. What this house relies on ({@code acks}, {@code group.id} ...) cannot be set here.
     * @param timeout how long {@link Backbone#start} waits for an answer
     * @param instance letters, digits, {@code .}, {@code _} and {@code -}, 100 at most
     */
    record External(
            String bootstrap,
            Map<String, String> properties,
            int partitions,
            Map<LogTopic, Retention> retention,
            int maximumPayloadBytes,
            Duration timeout,
            String instance)
            implements BackboneSettings {

        public External {
            if (bootstrap.isBlank()) {
                throw setting("log.bootstrap", "The address of the external log is empty. Write it as host:port.");
            }
            properties = Collections.unmodifiableMap(new TreeMap<>(properties));
            for (String name : properties.keySet()) {
                if (ClientProperties.OURS.contains(name)) {
                    throw setting(
                            "log.properties." + name,
                            "The Kafka property '" + name + "' is what Millrace's guarantees rest on and cannot be"
                                    + " set. Remove it.");
                }
            }
            requirePartitions(partitions);
            retention = complete(retention);
            requirePayloadBytes(maximumPayloadBytes);
            if (timeout.toMillis() < 1) {
                throw setting("log.timeout", "The time to wait for the external log must be longer than 0.");
            }
            requireInstance(instance);
        }

        /** As an instance nobody else is or will be: nothing is kept for a next process. */
        public External(
                String bootstrap,
                Map<String, String> properties,
                int partitions,
                Map<LogTopic, Retention> retention,
                int maximumPayloadBytes,
                Duration timeout) {
            this(bootstrap, properties, partitions, retention, maximumPayloadBytes, timeout, nobodyElse());
        }

        /** The same as another instance. */
        public External withInstance(String other) {
            return new External(bootstrap, properties, partitions, retention, maximumPayloadBytes, timeout, other);
        }

        private static String nobodyElse() {
            return "once-" + UUID.randomUUID();
        }

        @Override
        public String toString() {
            return "External[" + bootstrap + ", instance " + instance + ", properties " + properties.keySet() + "]";
        }
    }

    /** A node in {@code folder} on a free port, everything else as it suits a small machine. */
    static Embedded embedded(Path folder) {
        return embedded(folder, 0);
    }

    /** A node in {@code folder} on {@code 127.0.0.1:port}, everything else as it suits a small machine. */
    static Embedded embedded(Path folder, int port) {
        return new Embedded(folder, "127.0.0.1", port, DEFAULT_PARTITIONS, Map.of(), DEFAULT_MAXIMUM_PAYLOAD_BYTES);
    }

    /** An external Kafka with nothing special about it. */
    static External external(String bootstrap) {
        return external(bootstrap, Map.of());
    }

    /** An external Kafka; see {@link External#properties()}. */
    static External external(String bootstrap, Map<String, String> properties) {
        return new External(
                bootstrap,
                properties,
                DEFAULT_PARTITIONS,
                Map.of(),
                DEFAULT_MAXIMUM_PAYLOAD_BYTES,
                Duration.ofSeconds(15));
    }

    private static Map<LogTopic, Retention> complete(Map<LogTopic, Retention> given) {
        Map<LogTopic, Retention> complete = new EnumMap<>(Retention.defaults());
        complete.putAll(given);
        return Collections.unmodifiableMap(complete);
    }

    private static void requirePartitions(int partitions) {
        if (partitions < 1 || partitions > 1000) {
            throw setting("log.partitions", "The log's partitions must be from 1 to 1000, and are " + partitions + ".");
        }
    }

    private static void requirePayloadBytes(int bytes) {
        if (bytes < 1024 || bytes > QUARANTINE_PAYLOAD_BYTES) {
            throw setting(
                    "log.maximum-payload-bytes",
                    "The largest payload must be from 1 KiB to 16 MiB, and is " + bytes + " bytes.");
        }
    }

    private static void requireInstance(String instance) {
        if (!ClientProperties.NAME.matcher(instance).matches()) {
            throw setting(
                    "hub.id",
                    "The hub's id must have from 1 to 100 letters, digits, '.', '_' or '-', and is '" + instance
                            + "'.");
        }
    }

    private static BackboneException setting(String key, String sentence) {
        return new BackboneException(BackboneException.Kind.SETTING, key, sentence, null);
    }
}
