package io.millrace.broker;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5PublishResult;
import io.reactivex.Flowable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How fast gated messages of 120 bytes with QoS 1 are acknowledged. Not a test: run it with the test class path.
 *
 * <pre>GateBench broker PORT FOLDER [GATE_MILLIS]   the broker, with a gate that takes that long
 * GateBench load PORT CLIENTS SECONDS [RATE]   the load; without a rate as fast as it goes
 * GateBench mirror FOLDER TOPICS SECONDS       retained messages from inside, as the mirror writes them</pre>
 */
public final class GateBench {

    private GateBench() {}

    public static void main(String[] arguments) throws Exception {
        switch (arguments[0]) {
            case "broker" ->
                broker(
                        Integer.parseInt(arguments[1]),
                        Path.of(arguments[2]),
                        arguments.length > 3 ? Integer.parseInt(arguments[3]) : 3);
            case "load" ->
                load(
                        Integer.parseInt(arguments[1]),
                        Integer.parseInt(arguments[2]),
                        Integer.parseInt(arguments[3]),
                        arguments.length > 4 ? Integer.parseInt(arguments[4]) : 0);
            case "mirror" ->
                mirror(Path.of(arguments[1]), Integer.parseInt(arguments[2]), Integer.parseInt(arguments[3]));
            default -> throw new IllegalArgumentException(arguments[0]);
        }
    }

    /** Takes messages in groups, as a log with a linger time does. */
    private static final class GroupingGate implements PublishGate {

        private final List<CompletableFuture<Void>> waiting = new ArrayList<>();

        GroupingGate(ScheduledExecutorService clock, int millis) {
            clock.scheduleAtFixedRate(this::take, millis, millis, TimeUnit.MILLISECONDS);
        }

        @Override
        public boolean covers(String topic) {
            return topic.startsWith("plant/");
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

    private static void broker(int port, Path folder, int gateMillis) throws Exception {
        long start = System.nanoTime();
        ScheduledExecutorService clock = Executors.newScheduledThreadPool(1);
        try (Broker broker = Broker.start(
                BrokerSettings.of(folder, List.of(ListenerSettings.tcp("127.0.0.1", port)), List.of()),
                new GroupingGate(clock, gateMillis))) {
            System.out.println(
                    "open after " + Duration.ofNanos(System.nanoTime() - start).toMillis() + " ms");
            long before = 0;
            for (int i = 0; i < 60; i++) { // five minutes
                TimeUnit.SECONDS.sleep(5);
                BrokerFigures figures = broker.figures();
                System.out.println((figures.gated() - before) / 5 + "/s " + memory() + " " + figures);
                before = figures.gated();
            }
        } finally {
            clock.shutdownNow();
        }
    }

    private static String memory() throws Exception {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmRSS"))
                .findFirst()
                .orElse("");
    }

    private static void load(int port, int clients, int seconds, int rate) throws Exception {
        byte[] payload = new byte[120];
        Arrays.fill(payload, (byte) 'x');
        long end = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
        AtomicInteger acknowledged = new AtomicInteger();
        int capacity = 20_000_000;
        int[] micros = new int[capacity];
        CountDownLatch done = new CountDownLatch(clients);
        for (int c = 0; c < clients; c++) {
            Mqtt5BlockingClient client = com.hivemq.client.mqtt.mqtt5.Mqtt5Client.builder()
                    .identifier("load-" + c)
                    .serverHost("127.0.0.1")
                    .serverPort(port)
                    .buildBlocking();
            client.connect();
            String topic = "plant/load/" + c;
            Flowable<Long> ticks = rate == 0
                    ? Flowable.generate(emitter -> emitter.onNext(0L))
                    : Flowable.interval(1_000_000_000L * clients / rate, TimeUnit.NANOSECONDS)
                            .onBackpressureDrop();
            Flowable<Mqtt5Publish> messages = ticks.takeWhile(tick -> System.nanoTime() < end)
                    .map(tick -> Mqtt5Publish.builder()
                            .topic(topic)
                            .qos(MqttQos.AT_LEAST_ONCE)
                            .payload(payload)
                            .correlationData(java.nio.ByteBuffer.allocate(8).putLong(0, System.nanoTime()))
                            .build());
            Flowable<Mqtt5PublishResult> results = client.toRx().publish(messages);
            var unused = results.subscribe(
                    result -> {
                        long sent = result.getPublish()
                                .getCorrelationData()
                                .orElseThrow()
                                .getLong(0);
                        int index = acknowledged.getAndIncrement();
                        if (index < capacity) {
                            micros[index] = (int) ((System.nanoTime() - sent) / 1_000);
                        }
                    },
                    failure -> {
                        System.out.println("failed: " + failure);
                        done.countDown();
                    },
                    done::countDown);
        }
        done.await(seconds + 30L, TimeUnit.SECONDS);
        int count = Math.min(acknowledged.get(), capacity);
        Arrays.sort(micros, 0, count);
        System.out.printf(
                "%d acknowledged, %d/s, p50 %.1f ms, p99 %.1f ms%n",
                count, count / seconds, micros[count / 2] / 1e3, micros[(int) (count * 0.99)] / 1e3);
        System.exit(0);
    }

    private static void mirror(Path folder, int topics, int seconds) throws Exception {
        try (Broker broker = Broker.start(
                BrokerSettings.of(folder, List.of(ListenerSettings.tcp("127.0.0.1", 0)), List.of()),
                new GroupingGate(Executors.newScheduledThreadPool(1), 3))) {
            long count = 0;
            java.util.concurrent.Semaphore window = new java.util.concurrent.Semaphore(1_000);
            long start = System.nanoTime();
            while (System.nanoTime() - start < Duration.ofSeconds(seconds).toNanos()) {
                window.acquire();
                byte[] payload = ("{\"timestamp_ms\":1732280023697,\"value\":" + count + "}")
                        .getBytes(java.nio.charset.StandardCharsets.UTF_8);
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
