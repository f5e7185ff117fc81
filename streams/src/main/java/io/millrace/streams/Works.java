package io.millrace.streams;

import io.millrace.model.LogTopic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;

/** How the engine is set up: what it reads and writes, and with how much memory. */
final class Works {

    /** What is said is committed so often: so late it may come. */
    private static final int COMMIT_MILLIS = 100;

    private static final int MIB = 1 << 20;
    private static final String HOST = "host";

    private Works() {}

    /**
     * One for each partition of the routes: everything that has one home is one unit of work, the way home included, so
     * that a record that is at home where it arrives makes no hop.
     */
    static Topology topology(Plant plant) {
        String homewards = plant.settings().homewards();
        List<String> sources = new ArrayList<>(List.of(LogTopic.SAMPLES.topicName(), LogTopic.EVENTS.topicName()));
        if (plant.hasWayHome()) {
            // The engine looks again and again whether something comes on a topic that is always empty.
            sources.add(homewards);
        }
        Topology topology = new Topology()
                .addSource("log", new StringDeserializer(), new ByteArrayDeserializer(), sources.toArray(String[]::new))
                .addProcessor(HOST, () -> new Host(plant), "log")
                .addStateStore(
                        CommitStore.builder(Store.NAME, Map.of("segment.bytes", Integer.toString(16 * MIB))), HOST);
        sink(topology, Host.SAMPLES, LogTopic.SAMPLES.topicName());
        sink(topology, Host.EVENTS, LogTopic.EVENTS.topicName());
        sink(topology, Host.QUARANTINE, LogTopic.QUARANTINE.topicName());
        sink(topology, Host.HOMEWARDS, homewards);
        return topology;
    }

    private static void sink(Topology topology, String name, String topic) {
        topology.addSink(name, topic, new StringSerializer(), new ByteArraySerializer(), HOST);
    }

    /** Records on their way home keep the time at which the log first took them. */
    static Map<String, String> homewards() {
        return Map.of(
                "cleanup.policy",
                "delete",
                "retention.ms",
                Long.toString(Duration.ofDays(7).toMillis()),
                "retention.bytes",
                Long.toString(256L * MIB),
                "segment.bytes",
                Integer.toString(16 * MIB),
                "message.timestamp.type",
                "CreateTime");
    }

    static Properties properties(StreamsSettings settings) {
        Properties properties = new Properties();
        properties.putAll(settings.client());
        properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, settings.bootstrap());
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, settings.application());
        properties.put(StreamsConfig.CLIENT_ID_CONFIG, settings.application() + "-" + settings.instance());
        properties.put(StreamsConfig.STATE_DIR_CONFIG, settings.folder().toString());
        properties.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, settings.threads());
        properties.put(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, settings.standbys());
        // Kafka's own word for as many copies as the cluster keeps of everything.
        properties.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, -1);
        properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        properties.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, COMMIT_MILLIS);
        properties.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 0L);
        properties.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, SmallRocks.class);
        properties.put(StreamsConfig.consumerPrefix("auto.offset.reset"), "earliest");
        properties.put(StreamsConfig.consumerPrefix("fetch.max.bytes"), MIB);
        properties.put(StreamsConfig.consumerPrefix("max.poll.records"), 2000);
        // Who comes back after a crash takes its seat again; who does not is given up soon.
        properties.put(StreamsConfig.mainConsumerPrefix("group.instance.id"), settings.instance());
        properties.put(StreamsConfig.consumerPrefix("session.timeout.ms"), 10_000);
        properties.put(StreamsConfig.consumerPrefix("heartbeat.interval.ms"), 2_000);
        properties.put(StreamsConfig.producerPrefix("compression.type"), "lz4");
        // Everything goes at a commit, at the latest; until then many records share a batch, and one fsync.
        properties.put(StreamsConfig.producerPrefix("batch.size"), MIB / 8);
        properties.put(StreamsConfig.producerPrefix("buffer.memory"), 16L * MIB);
        // The first record after a commit may find the last one not quite over: it is over in a moment.
        properties.put(StreamsConfig.producerPrefix("retry.backoff.ms"), 10);
        properties.put("enable.metrics.push", false);
        return properties;
    }
}
