package io.millrace.backbone;

import io.millrace.model.LogTopic;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

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
            "delivery.timeout.ms",
            "max.block.ms",
            "transactional.id",
            "partitioner.class",
            "key.serializer",
            "value.serializer",
            "key.deserializer",
            "value.deserializer",
            "group.id",
            "group.instance.id",
            "group.protocol",
            "partition.assignment.strategy",
            "enable.auto.commit",
            "auto.offset.reset",
            "isolation.level",
            "interceptor.classes",
            "allow.auto.create.topics",
            "max.poll.records",
            "max.poll.interval.ms");

    /**
     * Largest fetch: what a follower holds in memory while its sink is down, about twice over. Four times as much makes a
     * follower that is behind no quicker, and fills a heap of 256 MiB when three of them are.
     */
    private static final int FETCH_BYTES = 1 << 20;

    private static final int WRITER_MEMORY = 24 << 20;
    static final int POLL_RECORDS = 500;

    /** How long a write may wait for room among what is under way. */
    static final int MAXIMUM_WAIT_MILLIS = 1_000;
    /** How long the producer may hold its caller, who may be serving a hundred MQTT clients. */
    private static final int MAXIMUM_BLOCK_MILLIS = 100;

    /** What an instance and a follower may be called: the name of a member is made of both. */
    static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,100}");

    private static final AtomicInteger INSTANCES = new AtomicInteger();

    private final String bootstrap;
    private final Map<String, String> site;
    private final String instance;
    private final String suffix;

    ClientProperties(String bootstrap, Map<String, String> site, String instance) {
        this.bootstrap = bootstrap;
        this.site = site;
        this.instance = instance;
        // Kafka's clients register themselves by name, and a process may hold more than one of us.
        int number = INSTANCES.incrementAndGet();
        this.suffix = number == 1 ? "" : "-" + number;
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
        properties.put("linger.ms", 5);
        properties.put("batch.size", 64 << 10);
        properties.put("buffer.memory", WRITER_MEMORY);
        properties.put("max.request.size", BackboneSettings.QUARANTINE_PAYLOAD_BYTES + (1 << 20));
        properties.put("request.timeout.ms", 10_000);
        // Where the partitions of a quiet topic are must not have to be asked while a caller waits.
        properties.put("metadata.max.idle.ms", TimeUnit.DAYS.toMillis(366));
        properties.putAll(site);
        properties.put("max.block.ms", MAXIMUM_BLOCK_MILLIS);
        // A record that gave up would be overtaken by those behind it, and its sender would send it again after them.
        // So none gives up while the producer lives; LogWatch sees to it that it does.
        properties.put("delivery.timeout.ms", Integer.MAX_VALUE);
        properties.put("acks", "all");
        properties.put("enable.idempotence", true);
        return properties;
    }

    Map<String, Object> follower(String name, Set<LogTopic> topics) {
        Map<String, Object> properties = common("millrace-follower-" + name);
        properties.put("session.timeout.ms", 10_000);
        properties.put("heartbeat.interval.ms", 2_000);
        // Not a cooperative one: a member that dies between the two halves of a cooperative rebalance and comes back
        // to its place gets what the first half left it, and nobody follows the rest.
        properties.put("partition.assignment.strategy", "org.apache.kafka.clients.consumer.StickyAssignor");
        reader(properties);
        // The newer protocol keeps the place of a dead member from its successor until its session is over.
        properties.put("group.protocol", "classic");
        properties.put("group.id", group(name));
        properties.put("group.instance.id", member(name, topics));
        properties.put("max.poll.records", POLL_RECORDS);
        // A store runs on the polling thread. One that takes longer than this costs the partitions, and nothing else:
        // they come back with the next poll and the sink says where to go on.
        properties.put("max.poll.interval.ms", 900_000);
        return properties;
    }

    /** A consumer that looks something up and belongs to no group. */
    Map<String, Object> lookUp() {
        Map<String, Object> properties = common("millrace-look-up");
        reader(properties);
        // It never waits for what is yet to be written, and a fetch that does would hold up the close.
        properties.put("fetch.max.wait.ms", 5);
        return properties;
    }

    private void reader(Map<String, Object> properties) {
        properties.put("fetch.max.bytes", FETCH_BYTES);
        properties.put("max.partition.fetch.bytes", FETCH_BYTES / 4);
        properties.put("default.api.timeout.ms", 10_000);
        properties.put("request.timeout.ms", 10_000);
        properties.putAll(site);
        properties.put("enable.auto.commit", false);
        properties.put("auto.offset.reset", "none");
        properties.put("isolation.level", "read_committed");
        properties.put("allow.auto.create.topics", false);
    }

    /**
     * The member a follower is in its group: the same in the next process of this instance. Who comes back to a place
     * gets the partitions it had without a rebalance, so a follower of other topics must be another member, or it
     * would wait for the new ones for ever.
     */
    String member(String follower, Set<LogTopic> topics) {
        return instance + "-" + follower + "-"
                + topics.stream()
                        .sorted()
                        .map(topic -> topic.name().toLowerCase(Locale.ROOT))
                        .collect(Collectors.joining("."));
    }

    String instance() {
        return instance;
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
