package io.millrace.bench.stream;

import io.millrace.model.Namespace;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.Stores;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The program: {@code Counter SETTINGS-AS-JSON}. Counts until its standard input ends: then whoever started it is gone,
 * or wants it to end.
 */
public final class Counter {

    /** A counter of four decimal digits, as old PLCs have; nothing makes more than a hundred pieces between two samples. */
    static final PieceRule RULE = new PieceRule(10_000, 100);

    /** The root of the hub under measurement. */
    static final String ROOT = Namespace.DEFAULT_ROOT;

    private static final Logger log = LoggerFactory.getLogger(Counter.class);
    /** How late a count may come because it waits for others, at most: what is counted is committed so often. */
    private static final int COMMIT_MILLIS = 100;

    private static final Duration CLOSE = Duration.ofSeconds(10);

    private Counter() {}

    public static void main(String[] arguments) throws IOException {
        CounterSettings settings = CounterSettings.fromJson(arguments[0]);
        KafkaStreams streams = new KafkaStreams(topology(settings), properties(settings));
        streams.setUncaughtExceptionHandler(failed -> {
            log.atError().setCause(failed).log("the counter cannot go on");
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        });
        streams.setStateListener((now, before) -> {
            if (now == KafkaStreams.State.ERROR) {
                Runtime.getRuntime().halt(1);
            }
        });
        streams.start();
        while (System.in.read() >= 0) {
            // nobody tells it anything
        }
        System.exit(streams.close(CLOSE) ? 0 : 1);
    }

    static Topology topology(CounterSettings settings) {
        KeyValueBytesStoreSupplier store = settings.store() == CounterSettings.Store.ROCKS_DB
                ? Stores.persistentKeyValueStore(Counting.STORE)
                : Stores.inMemoryKeyValueStore(Counting.STORE);
        Namespace namespace = new Namespace(ROOT);
        return new Topology()
                .addSource(
                        "samples",
                        Serdes.String().deserializer(),
                        Serdes.ByteArray().deserializer(),
                        settings.input())
                .addProcessor("count", () -> new Counting(RULE, namespace), "samples")
                .addStateStore(
                        Stores.keyValueStoreBuilder(store, Serdes.String(), PieceCounts.serde())
                                .withLoggingEnabled(Map.of()),
                        "count")
                .addSink(
                        "counts",
                        settings.output(),
                        Serdes.String().serializer(),
                        Serdes.ByteArray().serializer(),
                        "count");
    }

    private static Properties properties(CounterSettings settings) {
        Properties properties = new Properties();
        properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, settings.bootstrap());
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, settings.application());
        properties.put(StreamsConfig.STATE_DIR_CONFIG, settings.folder());
        properties.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, settings.threads());
        properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        properties.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, COMMIT_MILLIS);
        properties.put(StreamsConfig.consumerPrefix("auto.offset.reset"), "earliest");
        // Who comes back after a crash takes its seat again, and nobody waits for a session to be over.
        properties.put(StreamsConfig.consumerPrefix("group.instance.id"), settings.application());
        properties.put(StreamsConfig.producerPrefix("compression.type"), "lz4");
        properties.put("enable.metrics.push", false);
        return properties;
    }
}
