package io.millrace.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.model.Headers;
import io.millrace.model.LogRecord;
import io.millrace.model.LogTopic;
import io.millrace.model.LogWriter;
import io.millrace.model.Metric;
import io.millrace.model.Problem;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A log with limits of its own, as an external Kafka has them, and what becomes of messages beyond. */
class TooLargeTest {

    private static final String TAG = "umh/v1/works/kiln/_historian/name";
    private static final String LONG = "{\"timestamp_ms\":1772344800000,\"value\":\"" + "x".repeat(200_000) + "\"}";

    /** How the log says it. */
    enum Manner {
        AT_ONCE,
        THROWN,
        AS_CAUSE,
        LATER
    }

    private static final class NarrowLog implements LogWriter {
        final List<LogRecord> records = new CopyOnWriteArrayList<>();
        final Map<LogTopic, Integer> limits = new EnumMap<>(LogTopic.class);
        final ExecutorService io = Executors.newSingleThreadExecutor(work -> new Thread(work, "log-io"));
        final AtomicInteger onIo = new AtomicInteger();
        final AtomicInteger quarantineFails = new AtomicInteger();
        volatile Manner manner = Manner.AT_ONCE;

        @Override
        public CompletionStage<Void> write(LogRecord record) {
            if (Thread.currentThread().getName().equals("log-io")) {
                onIo.incrementAndGet();
            }
            RuntimeException failure = failure(record);
            if (manner == Manner.LATER) {
                return CompletableFuture.runAsync(() -> end(record, failure), io);
            }
            if (failure != null && manner == Manner.THROWN) {
                throw failure;
            }
            if (failure != null) {
                return CompletableFuture.failedFuture(failure);
            }
            records.add(record);
            return CompletableFuture.completedFuture(null);
        }

        private void end(LogRecord record, RuntimeException failure) {
            if (failure != null) {
                throw failure;
            }
            records.add(record);
        }

        private RuntimeException failure(LogRecord record) {
            if (record.log() == LogTopic.QUARANTINE
                    && quarantineFails.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                return new IllegalStateException("The log did not answer in time.");
            }
            if (record.payload().length <= limits.getOrDefault(record.log(), Integer.MAX_VALUE)) {
                return null;
            }
            RuntimeException known =
                    Problem.of("record-too-large", "It is too large.").asException();
            return manner == Manner.AS_CAUSE ? new IllegalStateException("not written", known) : known;
        }

        List<LogRecord> of(LogTopic topic) {
            return records.stream().filter(record -> record.log() == topic).toList();
        }
    }

    private final NarrowLog log = new NarrowLog();
    private final Ingest ingest = new Ingest(
            IngestSettings.of(Bench.NAMESPACE, "liege/hub-1", Path.of("unused")),
            log,
            new FakeTime().time(),
            () -> 0.5);

    @AfterEach
    void close() throws InterruptedException {
        ingest.close();
        log.io.shutdown();
        assertThat(log.io.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void aMessageTooLargeForItsRouteIsSetAsideWholeWithItsReasonAndAcknowledged(Manner manner) {
        log.manner = manner;
        log.limits.put(LogTopic.SAMPLES, 100_000);

        assertThat(admit(LONG, 1)).succeedsWithin(10, TimeUnit.SECONDS);
        assertThat(admit("{\"value\":1}", 1)).succeedsWithin(10, TimeUnit.SECONDS);

        assertThat(log.of(LogTopic.SAMPLES)).hasSize(1);
        LogRecord aside = log.of(LogTopic.QUARANTINE).get(0);
        assertThat(aside.key()).isEqualTo(TAG);
        assertThat(FakeLog.text(aside)).isEqualTo(LONG);
        assertThat(aside.headers())
                .containsEntry(Headers.SOURCE, "mqtt:plc-7")
                .containsEntry(Headers.ERROR_CODE, "record-too-large")
                .containsEntry(Headers.ERROR_HOP, "ingest")
                .containsEntry(Headers.ATTEMPTS, "1")
                .containsEntry(Headers.FIRST_SEEN, aside.headers().get(Headers.RECEIVED));
        assertThat(aside.headers().get(Headers.ERROR)).contains("millrace.samples", "200041", "max.message.bytes");
        assertThat(metric("ingest_accepted")).isEqualTo(1);
        assertThat(metric("ingest_quarantined")).isEqualTo(1);
        assertThat(metric("ingest_refused")).isZero();
        assertThat(metric("ingest_in_flight")).isZero();
        assertThat(log.onIo).as("writes on the log's own thread").hasValue(0);
    }

    @ParameterizedTest
    @EnumSource
    void whatIsTooLargeForTheQuarantineTooIsShortenedUntilItFits(Manner manner) {
        log.manner = manner;
        log.limits.put(LogTopic.SAMPLES, 100);
        int[] limits = {100_000, 10_000, 100};
        for (int limit : limits) {
            log.limits.put(LogTopic.QUARANTINE, limit);
            assertThat(admit(LONG, 1)).succeedsWithin(10, TimeUnit.SECONDS);
        }

        assertThat(log.of(LogTopic.QUARANTINE))
                .extracting(record -> record.payload().length)
                .containsExactly(Aside.KEPT_BYTES, 4096, 0);
        assertThat(log.of(LogTopic.QUARANTINE)).allSatisfy(record -> {
            assertThat(record.headers()).containsEntry("mr-whole-bytes", Integer.toString(LONG.length()));
            assertThat(record.payload())
                    .isEqualTo(Arrays.copyOf(LONG.getBytes(StandardCharsets.UTF_8), record.payload().length));
        });
        assertThat(log.onIo).as("writes on the log's own thread").hasValue(0);
    }

    @ParameterizedTest
    @EnumSource(names = {"AT_ONCE", "LATER"})
    void whatTheQuarantineDoesNotTakeForAnyOtherReasonIsNotShortenedAndNotAcknowledged(Manner manner) {
        log.manner = manner;
        log.quarantineFails.set(1);
        String nonsense = "x".repeat(500_000);

        assertThat(admit(nonsense, 1)).failsWithin(10, TimeUnit.SECONDS);
        assertThat(log.of(LogTopic.QUARANTINE)).isEmpty();
        assertThat(metric("ingest_refused")).isEqualTo(1);

        assertThat(admit(nonsense, 1)).succeedsWithin(10, TimeUnit.SECONDS);
        assertThat(FakeLog.text(log.of(LogTopic.QUARANTINE).get(0))).isEqualTo(nonsense);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void whatNeitherItsRouteNorTheQuarantineTakesIsAccountedFor(int qos) {
        log.manner = Manner.LATER;
        log.limits.put(LogTopic.SAMPLES, 100);
        log.limits.put(LogTopic.QUARANTINE, -1);

        assertThat(admit(LONG, qos)).failsWithin(10, TimeUnit.SECONDS);

        assertThat(metric(qos == 0 ? "ingest_shed" : "ingest_refused")).isEqualTo(1);
        assertThat(metric("ingest_in_flight")).isZero();
    }

    @Test
    void whatWaitsForTheThreadOfOursIsBoundedAndTheRestIsRefused() throws InterruptedException {
        CountDownLatch free = new CountDownLatch(1);
        OwnThread own = new OwnThread("test-aside");
        AtomicInteger done = new AtomicInteger();
        AtomicInteger dropped = new AtomicInteger();
        CountDownLatch busy = new CountDownLatch(1);
        own.execute(
                0,
                () -> {
                    busy.countDown();
                    awaitQuietly(free);
                },
                dropped::incrementAndGet);
        busy.await();
        for (int i = 0; i < 100; i++) {
            own.execute(1 << 20, done::incrementAndGet, dropped::incrementAndGet);
        }
        assertThat(dropped.get()).isBetween(68, 70);

        free.countDown();
        await().until(() -> done.get() + dropped.get() == 100);
        own.execute(64 << 20, done::incrementAndGet, dropped::incrementAndGet);
        await("one alone always has room").until(() -> done.get() + dropped.get() == 101);
        assertThat(dropped.get()).isBetween(68, 70);

        own.close();
        own.execute(1, done::incrementAndGet, dropped::incrementAndGet);
        assertThat(done.get() + dropped.get()).isEqualTo(102);
        own.close();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private CompletableFuture<Void> admit(String payload, int qos) {
        return ingest.admit(new MqttMessage(
                        "plc-7", null, TAG, payload.getBytes(StandardCharsets.UTF_8), qos, false, false, Map.of()))
                .toCompletableFuture();
    }

    private double metric(String name) {
        return ingest.metrics().stream()
                .filter(metric -> metric.name().equals(name))
                .mapToDouble(Metric::value)
                .sum();
    }
}
