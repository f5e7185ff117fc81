package io.millrace.ingest;

import com.sun.management.ThreadMXBean;
import io.millrace.model.LogRecord;
import io.millrace.model.LogWriter;
import io.millrace.model.Quality;
import io.millrace.model.Sample;
import io.millrace.model.SampleBatch;
import io.millrace.model.Topic;
import io.millrace.model.Value;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.IntConsumer;

/**
 * What a message and a sample cost on their way to a log that takes them later, on a thread of its own: run it by hand.
 * Nanoseconds of processor time and bytes allocated, on both threads of the way together, which JMH does not tell; the
 * log's own stage (24 bytes) is part of them. The way to a log that takes them at once is in the benchmarks.
 */
public final class IngestCost {

    private static final int TOPICS = 20_000;
    private static final int CLIENTS = 50;
    private static final int BATCH = 1_000;
    private static final int ROUNDS = 9;
    private static final int PER_ROUND = 500_000;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private IngestCost() {}

    /** Takes records, and says so later from a thread of its own. */
    private static final class Later implements LogWriter {
        private final ArrayBlockingQueue<CompletableFuture<?>[]> full = new ArrayBlockingQueue<>(4);
        private final Thread thread = new Thread(this::complete, "cost-log");
        private CompletableFuture<?>[] open = new CompletableFuture<?>[BATCH];
        private int size;

        Later() {
            thread.setDaemon(true);
            thread.start();
        }

        @Override
        public CompletionStage<Void> write(LogRecord record) {
            CompletableFuture<Void> stage = new CompletableFuture<>();
            open[size++] = stage;
            if (size == BATCH) {
                size = 0;
                try {
                    full.put(open);
                } catch (InterruptedException nobodyDoes) {
                    throw new IllegalStateException(nobodyDoes);
                }
                open = new CompletableFuture<?>[BATCH];
            }
            return stage;
        }

        private void complete() {
            try {
                while (true) {
                    for (CompletableFuture<?> stage : full.take()) {
                        stage.complete(null);
                    }
                }
            } catch (InterruptedException nobodyDoes) {
                throw new IllegalStateException(nobodyDoes);
            }
        }
    }

    public static void main(String[] arguments) throws InterruptedException {
        Topic[] topics = new Topic[TOPICS];
        for (int i = 0; i < TOPICS; i++) {
            topics[i] =
                    Bench.NAMESPACE.topic("liege/kilns/kiln-" + i % CLIENTS, "_historian", "burner/temperature-" + i);
        }
        messages(topics, new Later());
        samples(samples(topics), new Later());
        System.exit(0);
    }

    private static volatile Object sunk = "";

    private static void sink(Object result) {
        if (result == sunk) {
            sunk = "";
        }
    }

    private static byte[] payload(long micros) {
        byte[] payload = new byte[120];
        Arrays.fill(payload, (byte) ' ');
        byte[] json = ("{\"timestamp_us\":" + micros + ",\"value\":1000023.25}").getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(json, 0, payload, 0, json.length);
        return payload;
    }

    private static Sample[] samples(Topic[] topics) {
        Sample[] samples = new Sample[topics.length];
        for (int i = 0; i < samples.length; i++) {
            Value value = i % 2 == 0 ? Value.of(i) : Value.of(20 + i / 100.0);
            samples[i] = Sample.of(topics[i], System.currentTimeMillis() * 1000 + i, value, Quality.GOOD);
        }
        return samples;
    }

    private static void messages(Topic[] topics, Later writer) throws InterruptedException {
        MqttMessage[] messages = new MqttMessage[TOPICS];
        for (int i = 0; i < TOPICS; i++) {
            messages[i] = new MqttMessage(
                    "client-" + i % CLIENTS,
                    null,
                    new String(topics[i].path().toCharArray()),
                    payload(System.currentTimeMillis() * 1000 + i),
                    1,
                    false,
                    false,
                    Map.of());
        }
        Ingest ingest = new Ingest(
                IngestSettings.of(Bench.NAMESPACE, "liege/hub-1", Path.of("unused")), writer, Clock.systemUTC());
        measure("MQTT message", writer, i -> sink(ingest.admit(messages[i % TOPICS])));
    }

    private static void samples(Sample[] samples, Later writer) throws InterruptedException {
        SampleWriter sink = new SampleWriter(
                new RouteWriter(writer, new Aside(writer, new OwnThread("cost-aside"))),
                TopicRules.of(Routes.defaults()),
                Time.of(Clock.systemUTC()),
                "liege/hub-1/kiln",
                "opcua");
        List<SampleBatch> batches = new ArrayList<>();
        for (int from = 0; from < TOPICS; from += BATCH) {
            List<Sample> some = List.of(samples).subList(from, from + BATCH);
            batches.add(new SampleBatch("kiln", 1, from + 1, System.currentTimeMillis() * 1000, some));
        }
        measure("connector sample", writer, i -> {
            if (i % BATCH == 0) {
                sink(sink.write(batches.get(i / BATCH % batches.size()), null));
            }
        });
    }

    private static void measure(String what, Later writer, IntConsumer once) throws InterruptedException {
        double[] nanos = new double[ROUNDS];
        double[] bytes = new double[ROUNDS];
        long[] ids = {Thread.currentThread().getId(), writer.thread.getId()};
        for (int round = -3; round < ROUNDS; round++) {
            long cpu = cpu(ids);
            long allocated = allocated(ids);
            for (int i = 0; i < PER_ROUND; i++) {
                once.accept(i);
            }
            if (round >= 0) {
                nanos[round] = (cpu(ids) - cpu) / (double) PER_ROUND;
                bytes[round] = (allocated(ids) - allocated) / (double) PER_ROUND;
            }
        }
        Arrays.sort(nanos);
        Arrays.sort(bytes);
        System.out.printf(
                "%-42s %7.0f ns (%.0f to %.0f) %7.0f bytes%n",
                what, nanos[ROUNDS / 2], nanos[0], nanos[ROUNDS - 1], bytes[ROUNDS / 2]);
    }

    private static long cpu(long[] threads) {
        return Arrays.stream(THREADS.getThreadCpuTime(threads)).sum();
    }

    private static long allocated(long[] threads) {
        return Arrays.stream(THREADS.getThreadAllocatedBytes(threads)).sum();
    }
}
