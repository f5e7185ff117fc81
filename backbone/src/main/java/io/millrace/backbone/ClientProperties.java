package io.millrace.backbone;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** How the clients of the log are set up. */
final class ClientProperties {

    /** What the guarantees of this house rest on; a site may not set these. */
    static final Set<String> OURS = Set.of(
            "bootstrap.servers",
            "client.id",
            "acks",
            "enable.idempotence",
            "max.in.flight.requests.per.connection",
            "retries",
            "transactional.id",
            "partitioner.class",
            "key.serializer",
            "value.serializer",
            "key.deserializer",
            "value.deserializer",
            "group.id",
            "group.instance.id",
            "group.protocol",
            "enable.auto.commit",
            "auto.offset.reset",
            "isolation.level",
            "interceptor.classes",
            "allow.auto.create.topics",
            "max.poll.records",
            "max.poll.interval.ms");

    /** Largest fetch: what a follower holds in memory while its sink is down, about twice over. */
    private static final int FETCH_BYTES = 4 << 20;

    private static final int WRITER_MEMORY = 24 << 20;
    static final int POLL_RECORDS = 500;

    /** How long a write may wait for memory. */
    static final int MAXIMUM_BLOCK_MILLIS = 5_000;

    private static final AtomicInteger INSTANCES = new AtomicInteger();

    private final String bootstrap;
    private final Map<String, String> site;
    private final String suffix;

    ClientProperties(String bootstrap, Map<String, String> site) {
        this.bootstrap = bootstrap;
        this.site = site;
        // Kafka's clients register themselves by name, and a process may hold more than one of us.
        int instance = INSTANCES.incrementAndGet();
        this.suffix = instance == 1 ? "" : "-" + instance;
    }

    Map<String, Object> admin() {
        Map<String, Object> properties = common("millrace-watch");
        properties.put("default.api.timeout.ms", 10_000);
        properties.put("request.timeout.ms", 5_000);
        properties.putAll(site);
        return properties;
    }

    Map<String, Object> writer() {
        Map<String, Object> properties = common("millrace-writer");
        properties.put("compression.type", "lz4");
        properties.put("linger.ms", 3);
        properties.put("batch.size", 64 << 10);
        properties.put("buffer.memory", WRITER_MEMORY);
        properties.put("max.request.size", BackboneSettings.QUARANTINE_PAYLOAD_BYTES + (1 << 20));
        properties.put("max.block.ms", MAXIMUM_BLOCK_MILLIS);
        properties.put("request.timeout.ms", 10_000);
        properties.put("delivery.timeout.ms", 30_000);
        properties.putAll(site);
        properties.put("acks", "all");
        properties.put("enable.idempotence", true);
        return properties;
    }

    Map<String, Object> follower(String name) {
        Map<String, Object> properties = common("millrace-follower-" + name);
        properties.put("session.timeout.ms", 10_000);
        properties.put("heartbeat.interval.ms", 2_000);
        properties.put("fetch.max.bytes", FETCH_BYTES);
        properties.put("max.partition.fetch.bytes", FETCH_BYTES / 4);
        properties.put("default.api.timeout.ms", 10_000);
        properties.put("request.timeout.ms", 10_000);
        properties.put("partition.assignment.strategy", "org.apache.kafka.clients.consumer.CooperativeStickyAssignor");
        properties.putAll(site);
        properties.put("group.id", group(name));
        properties.put("enable.auto.commit", false);
        properties.put("auto.offset.reset", "none");
        properties.put("isolation.level", "read_committed");
        properties.put("allow.auto.create.topics", false);
        properties.put("max.poll.records", POLL_RECORDS);
        // A store runs on the polling thread. One that takes longer than this costs the partitions, and nothing else:
        // they come back with the next poll and the sink says where to go on.
        properties.put("max.poll.interval.ms", 900_000);
        return properties;
    }

    static String group(String follower) {
        return "millrace-" + follower;
    }

    private Map<String, Object> common(String clientId) {
        Map<String, Object> properties = new HashMap<>();
        properties.put("bootstrap.servers", bootstrap);
        properties.put("client.id", clientId + suffix);
        properties.put("reconnect.backoff.max.ms", 2_000);
        properties.put("enable.metrics.push", false);
        properties.put("metric.reporters", "");
        return properties;
    }
}
