package io.millrace.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.model.LedgerFact;
import io.millrace.model.LedgerFacts;
import io.millrace.model.LogRecord;
import io.millrace.model.LogTopic;
import io.millrace.model.LogWriter;
import io.millrace.model.Metric;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Whatever the log does, every message that came is accounted for. */
class GateBalanceTest {

    private static final String TAG = "umh/v1/works/kiln/_historian/temperature";

    /** Takes, refuses at once, throws, refuses later or takes later, as the dice fall. */
    private static final class MoodyLog implements LogWriter, AutoCloseable {
        private final Random random = new Random(42);
        private final ExecutorService later = Executors.newFixedThreadPool(2);
        private final AtomicLong messages = new AtomicLong();
        private final List<LedgerFact> facts = new ArrayList<>();

        @Override
        public CompletionStage<Void> write(LogRecord record) {
            int mood;
            synchronized (this) {
                if (record.log() == LogTopic.LEDGER) {
                    facts.add(LedgerFacts.read(record.payload()));
                    return CompletableFuture.completedFuture(null);
                }
                mood = random.nextInt(5);
            }
            IllegalStateException full = new IllegalStateException("The disk is full.");
            return switch (mood) {
                case 0 -> CompletableFuture.completedFuture(taken());
                case 1 -> CompletableFuture.failedFuture(full);
                case 2 -> throw full;
                case 3 ->
                    CompletableFuture.runAsync(
                            () -> {
                                throw full;
                            },
                            later);
                default -> CompletableFuture.runAsync(this::taken, later);
            };
        }

        private Void taken() {
            messages.incrementAndGet();
            return null;
        }

        @Override
        public void close() throws InterruptedException {
            later.shutdown();
            assertThat(later.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void receivedIsAcceptedQuarantinedClearedRefusedAndShedWhateverTheLogDoes() throws Exception {
        MoodyLog log = new MoodyLog();
        Ingest ingest = new Ingest(
                IngestSettings.of(Bench.NAMESPACE, "liege/hub-1", Path.of("unused")),
                log,
                new FakeTime().time(),
                () -> 0.5);
        Random random = new Random(7);
        int messages = 20_000;
        List<CompletableFuture<Void>> ends = new ArrayList<>();
        for (int i = 0; i < messages; i++) {
            ends.add(ingest.admit(message(random)).toCompletableFuture());
        }
        long acknowledged = ends.stream()
                .filter(end -> end.handle((done, failure) -> failure == null).join())
                .count();
        log.close();

        assertThat(metric(ingest, "ingest_messages")).isEqualTo(messages);
        assertThat(metric(ingest, "ingest_in_flight")).isZero();
        assertThat(metric(ingest, "ingest_accepted")
                        + metric(ingest, "ingest_quarantined")
                        + metric(ingest, "ingest_cleared")
                        + metric(ingest, "ingest_refused")
                        + metric(ingest, "ingest_shed"))
                .isEqualTo(messages);
        assertThat(metric(ingest, "ingest_accepted") + metric(ingest, "ingest_quarantined"))
                .as("what the log took")
                .isEqualTo(log.messages.doubleValue());
        assertThat(metric(ingest, "ingest_accepted")
                        + metric(ingest, "ingest_quarantined")
                        + metric(ingest, "ingest_cleared"))
                .as("acknowledged is what is stored")
                .isEqualTo((double) acknowledged);

        ingest.admit(new MqttMessage("late", null, TAG, new byte[] {1}, 0, false, false, Map.of()));
        assertThat(metric(ingest, "ingest_messages")).isEqualTo(messages + 1);
        ingest.close();
        ingest.admit(new MqttMessage("late", null, TAG, new byte[] {1}, 1, false, false, Map.of()));
        assertThat(metric(ingest, "ingest_messages")).isEqualTo(messages + 2);
        assertThat(log.facts.stream().mapToLong(LedgerFact::count).sum())
                .as("the ledger was told of what was shed")
                .isEqualTo((long) metric(ingest, "ingest_shed"));
        assertThat(log.facts).allSatisfy(fact -> {
            assertThat(fact.kind()).isEqualTo(LedgerFact.Kind.SHED);
            assertThat(fact.reason()).isEqualTo("log-unavailable");
            assertThat(fact.source()).startsWith("mqtt:");
            assertThat(fact.topic()).isNotNull();
        });
    }

    private static MqttMessage message(Random random) {
        String payload =
                switch (random.nextInt(4)) {
                    case 0 -> "nonsense";
                    case 1 -> "";
                    default -> "{\"timestamp_ms\":1772344800000,\"value\":1}";
                };
        return new MqttMessage(
                "client-" + random.nextInt(3),
                null,
                TAG + random.nextInt(3),
                payload.getBytes(StandardCharsets.UTF_8),
                random.nextInt(3),
                payload.isEmpty() && random.nextBoolean(),
                random.nextInt(4) == 0,
                Map.of());
    }

    private static double metric(Ingest ingest, String name) {
        return ingest.metrics().stream()
                .filter(metric -> metric.name().equals(name))
                .mapToDouble(Metric::value)
                .sum();
    }
}
