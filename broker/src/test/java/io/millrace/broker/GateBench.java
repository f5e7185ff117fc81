package io.millrace.broker;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * What a message costs in the broker: processor time, and bytes allocated. Not a test: run it with the test class path.
 * The load for {@code broker} comes from another process, best from the generator of module bench.
 *
 * <pre>GateBench broker PORT FOLDER GATE_MILLIS SECONDS   the broker, with a gate that takes that long
 * GateBench mirror FOLDER TOPICS SECONDS             retained messages from inside, as the mirror writes them</pre>
 */
public final class GateBench {

    private static final int WINDOW_SECONDS = 3;

    private GateBench() {}

    public static void main(String[] arguments) throws Exception {
        switch (arguments[0]) {
            case "broker" ->
                broker(
                        Integer.parseInt(arguments[1]),
                        Path.of(arguments[2]),
                        Integer.parseInt(arguments[3]),
                        Integer.parseInt(arguments[4]));
            case "mirror" ->
                mirror(Path.of(arguments[1]), Integer.parseInt(arguments[2]), Integer.parseInt(arguments[3]));
            default -> throw new IllegalArgumentException(arguments[0]);
        }
    }

    /** Takes messages in groups, as a log with a linger time does, and covers everything. */
    private static final class GroupingGate implements PublishGate {

        private final List<CompletableFuture<Void>> waiting = new ArrayList<>();

        GroupingGate(ScheduledExecutorService clock, int millis) {
            clock.scheduleAtFixedRate(this::take, millis, millis, TimeUnit.MILLISECONDS);
        }

        @Override
        public boolean covers(String topic) {
            return true;
        }

        @Override
        public CompletionStage<Void> admit(InboundPublish publish) {
            CompletableFuture<Void> stage = new CompletableFuture<>();
            synchronized (waiting) {
                waiting.add(stage);
            }
            return stage;
        }

        private void take() {
            List<CompletableFuture<Void>> group;
            synchronized (waiting) {
                group = new ArrayList<>(waiting);
                waiting.clear();
            }
            group.forEach(stage -> stage.complete(null));
        }
    }

    /** All of them since the start of the process. */
    private record Spent(long messages, long processorNanos, long loopNanos, long bytes) {

        static Spent now(Broker broker) {
            ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
            long[] ids = threads.getAllThreadIds();
            long loops = 0;
            for (ThreadInfo thread : threads.getThreadInfo(ids)) {
                if (thread != null && thread.getThreadName().startsWith("hivemq-eventloop")) {
                    loops += threads.getThreadCpuTime(thread.getThreadId());
                }
            }
            return new Spent(
                    broker.figures().gated(),
                    ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime(),
                    loops,
                    Arrays.stream(threads.getThreadAllocatedBytes(ids)).sum());
        }

        String since(Spent before) {
            long count = Math.max(1, messages - before.messages);
            return "%,d messages/s, each %.2f us (event loops %.2f us), %,d bytes"
                    .formatted(
                            count / WINDOW_SECONDS,
                            (processorNanos - before.processorNanos) / 1e3 / count,
                            (loopNanos - before.loopNanos) / 1e3 / count,
                            (bytes - before.bytes) / count);
        }
    }

    private static void broker(int port, Path folder, int gateMillis, int seconds) throws Exception {
        long start = System.nanoTime();
        ScheduledExecutorService clock = Executors.newScheduledThreadPool(1);
        try (Broker broker = Broker.start(
                BrokerSettings.of(folder, List.of(ListenerSettings.tcp("127.0.0.1", port)), List.of()),
                new GroupingGate(clock, gateMillis))) {
            System.out.println(
                    "open after " + Duration.ofNanos(System.nanoTime() - start).toMillis() + " ms");
            Spent before = Spent.now(broker);
            for (int i = 0; i < seconds / WINDOW_SECONDS; i++) {
                TimeUnit.SECONDS.sleep(WINDOW_SECONDS);
                Spent now = Spent.now(broker);
                System.out.println(now.since(before));
                before = now;
            }
            System.out.println(memory() + " " + broker.figures());
        } finally {
            clock.shutdownNow();
        }
        System.exit(0);
    }

    private static String memory() throws Exception {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmRSS"))
                .findFirst()
                .orElse("");
    }

    private static void mirror(Path folder, int topics, int seconds) throws Exception {
        try (Broker broker = Broker.start(
                BrokerSettings.of(folder, List.of(ListenerSettings.tcp("127.0.0.1", 0)), List.of()),
                new GroupingGate(Executors.newScheduledThreadPool(1), 3))) {
            long count = 0;
            Semaphore window = new Semaphore(1_000);
            long start = System.nanoTime();
            while (System.nanoTime() - start < Duration.ofSeconds(seconds).toNanos()) {
                window.acquire();
                byte[] payload =
                        ("{\"timestamp_ms\":1732280023697,\"value\":" + count + "}").getBytes(StandardCharsets.UTF_8);
                broker.publish("plant/area/line/cell/tag-" + count % topics, payload, true)
                        .whenComplete((nothing, failure) -> window.release());
                count++;
            }
            window.acquire(1_000);
            System.out.println(count / seconds + " retained/s, " + memory() + ", " + broker.figures());
            long stop = System.nanoTime();
            broker.close();
            System.out.println("closed after " + (System.nanoTime() - stop) / 1_000_000 + " ms");
        }
        System.exit(0);
    }
}
