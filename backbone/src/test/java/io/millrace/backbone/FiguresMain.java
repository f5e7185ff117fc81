package io.millrace.backbone;

import io.millrace.model.LogRecord;
import io.millrace.model.LogTopic;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;

/**
 * Measures, asserts nothing: how long a start and a stop take, and what goes through. Run it from the test class path
 * with a folder and a number of records; a folder that was killed under load shows the start after a crash.
 */
final class FiguresMain {

    private FiguresMain() {}

    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        int count = Integer.parseInt(arguments[1]);
        long begun = System.nanoTime();
        Backbone backbone = Backbone.start(BackboneSettings.embedded(folder));
        say("start", begun);
        if (arguments.length > 2) {
            untilKilled(backbone, begun);
        }
        for (LogTopic route : new LogTopic[] {LogTopic.SAMPLES, LogTopic.EVENTS, LogTopic.SAMPLES}) {
            long wrote = System.nanoTime();
            write(backbone, route, count);
            double seconds = (System.nanoTime() - wrote) / 1e9;
            System.out.printf("%s: %,.0f acknowledged records/s%n", route, count / seconds);
        }
        long followed = System.nanoTime();
        LongAdder seen = new LongAdder();
        LogFollower follower = backbone.followCommitted(
                "figures-" + System.nanoTime(),
                Set.of(LogTopic.SAMPLES, LogTopic.EVENTS),
                records -> seen.add(records.size()));
        while (follower.lag() > 0) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
        System.out.printf("followed %,.0f records/s%n", seen.sum() / ((System.nanoTime() - followed) / 1e9));
        System.out.println(Files.readString(Path.of("/proc/self/status"))
                .lines()
                .filter(line -> line.startsWith("VmRSS") || line.startsWith("VmHWM") || line.startsWith("Threads"))
                .toList());
        long closing = System.nanoTime();
        backbone.close();
        say("close", closing);
    }

    /** Kill it and start it again: how long until the followers of the next process work. */
    private static void untilKilled(Backbone backbone, long begun) throws Exception {
        CountDownLatch working = new CountDownLatch(2);
        for (String name : new String[] {"historian", "mirror"}) {
            AtomicBoolean first = new AtomicBoolean(true);
            backbone.followCommitted(name, Set.of(LogTopic.SAMPLES, LogTopic.EVENTS), StartAt.END, records -> {
                if (first.getAndSet(false)) {
                    working.countDown();
                }
            });
        }
        while (!working.await(20, TimeUnit.MILLISECONDS)) {
            write(backbone, LogTopic.SAMPLES, 1);
        }
        say("follows", begun);
        new CountDownLatch(1).await();
    }

    private static void write(Backbone backbone, LogTopic route, int count) throws Exception {
        CountDownLatch acknowledged = new CountDownLatch(count);
        for (int i = 0; i < count; i++) {
            String payload = "{\"timestamp_ms\":" + (1732280023697L + i) + ",\"value\":" + i * 0.37
                    + ",\"quality\":\"Good\",\"unit\":\"degrees Celsius\",\"note\":\"padding to one hundred and twenty\"}";
            backbone.writer()
                    .write(new LogRecord(
                            route,
                            "umh/v1/limeworks/liege/kilns/kiln-1/_historian/tag-" + i % 1000,
                            payload.getBytes(StandardCharsets.UTF_8),
                            Map.of("mr-source", "kiln", "mr-epoch", "1", "mr-seq", Integer.toString(i))))
                    .thenRun(acknowledged::countDown);
        }
        if (!acknowledged.await(5, TimeUnit.MINUTES)) {
            throw new IllegalStateException(acknowledged.getCount() + " records were not acknowledged");
        }
    }

    private static void say(String what, long begun) {
        System.out.printf("%s: %,d ms%n", what, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun));
    }
}
