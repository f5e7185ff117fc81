package io.millrace.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.model.Headers;
import io.millrace.model.LedgerFact;
import io.millrace.model.LedgerFacts;
import io.millrace.model.LogRecord;
import io.millrace.model.LogTopic;
import io.millrace.model.Metric;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class IngestAdmitTest {

    private static final String TAG = "umh/v1/works/kiln/_historian/temperature";
    private static final String PARENT = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    private final FakeTime time = new FakeTime();
    private final FakeLog log = new FakeLog();
    private final Ingest ingest = new Ingest(
            IngestSettings.of(Bench.NAMESPACE, "liege/hub-1", Path.of("unused")), log, time.time(), () -> 0.5);

    @AfterEach
    void close() {
        ingest.close();
    }

    @Test
    void coversWhatIsBelowTheRoot() {
        assertThat(ingest.covers(TAG)).isTrue();
        assertThat(ingest.covers("umh/v1/illegal")).isTrue();
        assertThat(ingest.covers("umh/v1")).isFalse();
        assertThat(ingest.covers("umh/v10/works")).isFalse();
        assertThat(ingest.covers("zigbee/lamp")).isFalse();
    }

    @Test
    void aGoodMessageGoesToTheLogByteForByteWithWhereItComesFrom() {
        byte[] payload = bytes("{ \"timestamp_ms\": " + FakeTime.START.toEpochMilli() + ", \"value\":  23.40 }");

        CompletableFuture<Void> durable = admit(TAG, payload, false, Map.of());

        assertThat(durable).isCompleted();
        LogRecord record = log.records().get(0);
        assertThat(record.log()).isEqualTo(LogTopic.SAMPLES);
        assertThat(record.key()).isEqualTo(TAG);
        assertThat(record.payload()).isSameAs(payload);
        String now = Long.toString(time.micros());
        assertThat(record.headers())
                .isEqualTo(Map.of(
                        Headers.ORIGIN, "liege/hub-1/mqtt", Headers.SOURCE, "mqtt:plc-7", Headers.RECEIVED, now));
    }

    @Test
    void aPayloadWithoutTimeAndATraceParentAreMarked() {
        admit(TAG, bytes("{\"value\":1}"), false, Map.of("traceparent", PARENT));

        assertThat(log.records().get(0).headers())
                .containsEntry(Headers.TIME, "received")
                .containsEntry(Headers.TRACEPARENT, PARENT);
    }

    @Test
    void aTraceParentThatIsNoneIsLeftOut() {
        admit(TAG, bytes("{\"value\":1}"), false, Map.of("traceparent", "x".repeat(55)));
        admit(TAG, bytes("{\"value\":1}"), false, Map.of("traceparent", "x".repeat(100_000)));

        assertThat(log.records()).noneMatch(record -> record.headers().containsKey(Headers.TRACEPARENT));
    }

    @Test
    void anUnusableMessageIsSetAsideWithItsReasonAndItsNeighboursAreNot() {
        byte[] bad = bytes("{\"value\":NaN}");
        admit(TAG, bytes("{\"value\":1}"), false, Map.of());
        CompletableFuture<Void> durable = admit(TAG, bad, false, Map.of());
        admit(TAG, bytes("{\"value\":2}"), false, Map.of());

        assertThat(durable).isCompleted();
        assertThat(log.records(LogTopic.SAMPLES)).hasSize(2);
        LogRecord aside = log.records(LogTopic.QUARANTINE).get(0);
        assertThat(aside.key()).isEqualTo(TAG);
        assertThat(aside.payload()).isSameAs(bad);
        assertThat(aside.headers())
                .containsEntry(Headers.SOURCE, "mqtt:plc-7")
                .containsEntry(Headers.ERROR_CODE, "payload-unparsable")
                .containsEntry(Headers.ERROR_HOP, "ingest")
                .containsEntry(Headers.ATTEMPTS, "1")
                .containsEntry(Headers.FIRST_SEEN, Long.toString(time.micros() + 4));
        assertThat(aside.headers().get(Headers.ERROR)).contains("NaN");
    }

    @Test
    void aTenMebibytePayloadIsSetAsideWhole() {
        byte[] large = AdmissionTest.large(10 << 20);

        assertThat(admit(TAG, large, false, Map.of())).isCompleted();

        assertThat(log.records(LogTopic.QUARANTINE).get(0).payload()).isSameAs(large);
    }

    @Test
    void whenTheLogRefusesLargeRecordsTheBeginningOfAnUnusableOneIsKept() {
        log.refuse(record -> record.payload().length > 1 << 20, FakeLog.tooLarge());

        assertThat(admit(TAG, AdmissionTest.large(10 << 20), false, Map.of())).isCompleted();

        LogRecord aside = log.records(LogTopic.QUARANTINE).get(0);
        assertThat(aside.payload()).hasSize(Aside.KEPT_BYTES);
        assertThat(aside.headers().get(Headers.ERROR)).endsWith("Only its first 65536 bytes are kept.");
        assertThat(metric("ingest_quarantined")).isEqualTo(1);
    }

    @Test
    void theStageEndsWhenTheLogHasTheMessageAndNotBefore() {
        log.stick();
        CompletableFuture<Void> good = admit(TAG, bytes("{\"value\":1}"), false, Map.of());
        CompletableFuture<Void> bad = admit(TAG, bytes("nonsense"), false, Map.of());
        assertThat(good).isNotDone();
        assertThat(bad).isNotDone();
        assertThat(metric("ingest_accepted")).isZero();

        log.release();

        assertThat(good).isCompleted();
        assertThat(bad).isCompleted();
        assertThat(metric("ingest_accepted")).isEqualTo(1);
    }

    @Test
    void whatTheLogRefusesIsRefusedToTheSender() {
        log.refuse(record -> true);

        assertThat(admit(TAG, bytes("{\"value\":1}"), false, Map.of())).isCompletedExceptionally();
        assertThat(admit(TAG, bytes("nonsense"), false, Map.of())).isCompletedExceptionally();
        assertThat(metric("ingest_refused")).isEqualTo(2);
    }

    @Test
    void aMessageWithQosZeroThatTheLogRefusesIsShedAndTheLedgerIsTold() {
        log.refuse(record -> record.log() != LogTopic.LEDGER);

        for (String payload : List.of("{\"value\":1}", "nonsense")) {
            assertThat(ingest.admit(new MqttMessage("plc-7", null, TAG, bytes(payload), 0, false, false, Map.of())))
                    .isCompletedExceptionally();
        }
        assertThat(metric("ingest_shed")).isEqualTo(2);
        assertThat(metric("ingest_refused")).isZero();

        ingest.close();
        assertThat(log.records(LogTopic.LEDGER)).singleElement().satisfies(record -> {
            LedgerFact fact = LedgerFacts.read(record.payload());
            assertThat(fact.kind()).isEqualTo(LedgerFact.Kind.SHED);
            assertThat(fact.source()).isEqualTo("mqtt:plc-7");
            assertThat(fact.topic()).isEqualTo(TAG);
            assertThat(fact.count()).isEqualTo(2);
        });
    }

    @Test
    void aMessageSentAgainIsMarkedAndCountedWhereItHasNoTimeOfItsOwnWhateverItsId() {
        String time = "{\"timestamp_ms\":" + FakeTime.START.toEpochMilli() + ",\"value\":1}";
        for (String payload : List.of(time, "{\"id\":\"x1\",\"value\":1}", "{\"value\":1}")) {
            ingest.admit(new MqttMessage("plc-7", null, TAG, bytes(payload), 1, false, true, Map.of()));
        }
        assertThat(log.records()).hasSize(3).allSatisfy(record -> assertThat(record.headers())
                .containsEntry(Headers.REDELIVERED, "true"));
        assertThat(metric("ingest_unidentified_redeliveries")).isEqualTo(2);

        admit(TAG, bytes("{\"value\":1}"), false, Map.of());
        assertThat(log.records().get(3).headers()).doesNotContainKey(Headers.REDELIVERED);
        assertThat(metric("ingest_unidentified_redeliveries")).isEqualTo(2);
    }

    @Test
    void messagesWithoutATimeNeverShareTheOneAtWhichTheyWereReceived() {
        for (int i = 0; i < 5; i++) {
            admit(TAG, bytes("{\"value\":1}"), false, Map.of());
        }
        time.advance(Duration.ofSeconds(-3));
        for (int i = 0; i < 5; i++) {
            admit(TAG, bytes("{\"value\":1}"), false, Map.of());
        }

        assertThat(log.records().stream()
                        .map(record -> Long.parseLong(record.headers().get(Headers.RECEIVED))))
                .doesNotHaveDuplicates()
                .isSorted()
                .allMatch(received -> received < Time.micros(FakeTime.START) + 100);
        assertThat(log.records()).allSatisfy(record -> assertThat(Headers.trace(record.headers()::get))
                .as("the way is told by the clock")
                .matches("mqtt@\\d+(,ingest@\\d+)?"));
        assertThat(log.records().subList(log.records().size() - 5, log.records().size()))
                .allSatisfy(record -> assertThat(record.headers().get(Headers.TRACE))
                        .as("the clock was put back")
                        .isEqualTo("mqtt@" + time.micros() + ",ingest@" + time.micros()));
    }

    @Test
    void anOrderToDeleteTheRetainedMessageIsAcceptedAndNothingIsWritten() {
        assertThat(admit(TAG, new byte[0], true, Map.of())).isCompleted();
        assertThat(log.records()).isEmpty();
        assertThat(metric("ingest_cleared")).isEqualTo(1);

        admit(TAG, new byte[0], false, Map.of());
        assertThat(log.records(LogTopic.QUARANTINE)).hasSize(1);
    }

    @Test
    void figuresStayBoundedWhateverClientsCallThemselves() {
        for (int i = 0; i < 1000; i++) {
            ingest.admit(new MqttMessage("client-" + i, null, TAG, bytes("{\"value\":1}"), 1, false, false, Map.of()));
        }
        List<Metric> bySource = ingest.metrics().stream()
                .filter(metric -> metric.name().equals("ingest_source_messages"))
                .toList();

        assertThat(bySource).hasSizeLessThanOrEqualTo(201);
        assertThat(bySource.stream().mapToDouble(Metric::value).sum()).isEqualTo(1000);
    }

    @Test
    void aClosedGateRefuses() {
        ingest.close();
        assertThat(admit(TAG, bytes("{\"value\":1}"), false, Map.of())).isCompletedExceptionally();
        assertThat(log.records()).isEmpty();
    }

    private CompletableFuture<Void> admit(
            String topic, byte[] payload, boolean retain, Map<String, String> properties) {
        return ingest.admit(new MqttMessage("plc-7", "plant", topic, payload, 1, retain, false, properties))
                .toCompletableFuture();
    }

    private double metric(String name) {
        return ingest.metrics().stream()
                .filter(metric -> metric.name().equals(name))
                .mapToDouble(Metric::value)
                .sum();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
