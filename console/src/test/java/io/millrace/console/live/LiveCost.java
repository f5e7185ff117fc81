package io.millrace.console.live;

import com.sun.management.ThreadMXBean;
import io.millrace.console.fixture.MemoryHistory;
import io.millrace.model.HeaderMap;
import io.millrace.model.LogPartition;
import io.millrace.model.LogRecord;
import io.millrace.model.LogTopic;
import io.millrace.model.Namespace;
import io.millrace.model.StoredRecord;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/**
 * What the follower of the console costs: time and garbage for each record, time of the collector for what survives, and
 * memory for each tag. Run it with the heap of a small hub ({@code -Xmx256m -XX:+UseSerialGC}).
 */
public final class LiveCost {

    private static final int BATCH = 5_000;
    private static final int BATCHES = 60;
    private static final int ROUNDS = 7;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final String[] texts;
    private final int[] order;
    private final LogPartition[] partitions = new LogPartition[4];
    private long sent;

    private LiveCost(int topics) {
        texts = new String[topics];
        order = new int[topics];
        for (int i = 0; i < topics; i++) {
            texts[i] = "umh/v1/limeworks/liege/hall-" + i / 5_000 + "/machine-" + i / 50 % 100
                    + "/_historian/signals/signal-" + i % 50;
            order[i] = i;
        }
        Random random = new Random(7);
        for (int i = topics - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            int mine = order[i];
            order[i] = order[other];
            order[other] = mine;
        }
        for (int i = 0; i < partitions.length; i++) {
            partitions[i] = new LogPartition(LogTopic.SAMPLES, i);
        }
    }

    /** Arguments: how many topics; how many megabytes the rest of the hub holds. */
    public static void main(String[] args) {
        int topics = args.length > 0 ? Integer.parseInt(args[0]) : 20_000;
        new LiveCost(100_000).memory();
        List<byte[]> rest = rest(args.length > 1 ? Integer.parseInt(args[1]) : 60);
        new LiveCost(topics).records();
        if (rest.isEmpty()) {
            System.out.println("  with an otherwise empty heap");
        }
    }

    private static List<byte[]> rest(int megabytes) {
        List<byte[]> rest = new ArrayList<>();
        for (int i = 0; i < megabytes * 10_000; i++) {
            rest.add(new byte[80]);
        }
        return rest;
    }

    private void records() {
        LiveSink sink = sink();
        double[] nanos = new double[ROUNDS];
        double[] bytes = new double[ROUNDS];
        double[] collecting = new double[ROUNDS];
        double[] idle = new double[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            long before = collectorMillis();
            for (int i = 0; i < BATCHES; i++) {
                List<StoredRecord> unused = batch(BATCH);
            }
            idle[round] = (collectorMillis() - before) * 1e6 / BATCH / BATCHES;
            before = collectorMillis();
            for (int i = 0; i < BATCHES; i++) {
                List<StoredRecord> batch = batch(BATCH);
                long allocated = THREADS.getCurrentThreadAllocatedBytes();
                long start = System.nanoTime();
                sink.handle(batch);
                nanos[round] += (System.nanoTime() - start) / (double) BATCH / BATCHES;
                bytes[round] += (THREADS.getCurrentThreadAllocatedBytes() - allocated) / (double) BATCH / BATCHES;
            }
            collecting[round] = (collectorMillis() - before) * 1e6 / BATCH / BATCHES;
        }
        System.out.printf(
                Locale.ROOT,
                "%,d topics: %.0f ns and %.0f bytes a record; the collector takes %.0f ns a record, without it %.0f%n",
                texts.length,
                median(nanos),
                median(bytes),
                median(collecting),
                median(idle));
        System.out.println("  rounds, ns: " + Arrays.toString(nanos) + ", unusable " + sink.unusable());
    }

    private void memory() {
        long empty = used();
        LiveSink sink = sink();
        for (int i = 0; i < 3 * texts.length / BATCH; i++) {
            sink.handle(batch(BATCH));
        }
        System.out.printf(
                Locale.ROOT,
                "%,d tags: %.0f bytes a tag, its topic's %d characters not counted%n",
                texts.length,
                (used() - empty) / (double) texts.length,
                texts[0].length());
        if (sink.records() == 0) {
            throw new IllegalStateException();
        }
    }

    private static LiveSink sink() {
        return new LiveSink(
                new LiveNamespace(new Namespace("umh/v1"), LiveNamespace.MAX_TOPICS),
                new MemoryHistory(Map.of()),
                Clock.systemUTC());
    }

    /** As the follower hands them over: names and values of headers fresh from the wire, equal keys the same text. */
    private List<StoredRecord> batch(int size) {
        List<StoredRecord> batch = new ArrayList<>(size);
        long now = System.currentTimeMillis();
        for (int i = 0; i < size; i++) {
            int topic = order[(int) (sent % order.length)];
            long micros = now * 1000 + i % 1000;
            String client = "gateway-" + topic % 50;
            HeaderMap.Builder headers = new HeaderMap.Builder(3);
            headers.add(fresh("mr-origin"), bytes("liege/hub-1/mqtt:" + client));
            headers.add(fresh("mr-source"), bytes("mqtt:" + client));
            headers.add(fresh("mr-received"), bytes(Long.toString(micros + 300)));
            byte[] payload = bytes("{\"timestamp_us\":" + micros + ",\"value\":" + (1_000_000 + sent % 1000) + ".25}");
            batch.add(new StoredRecord(
                    partitions[topic % 4],
                    sent++,
                    now,
                    new LogRecord(LogTopic.SAMPLES, texts[topic], payload, headers.build())));
        }
        return batch;
    }

    private static String fresh(String name) {
        return new String(bytes(name), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static double median(double[] rounds) {
        double[] sorted = rounds.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private static long collectorMillis() {
        return ManagementFactory.getGarbageCollectorMXBeans().stream()
                .mapToLong(GarbageCollectorMXBean::getCollectionTime)
                .sum();
    }

    private static long used() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
