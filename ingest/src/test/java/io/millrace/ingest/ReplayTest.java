package io.millrace.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.model.Headers;
import io.millrace.model.LogRecord;
import io.millrace.model.LogTopic;
import io.millrace.model.Problem;
import io.millrace.model.ProblemException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReplayTest {

    private static final String TAG = "umh/v1/works/kiln/_historian/temperature";
    private static final Duration AN_HOUR = Duration.ofHours(1);

    private final FakeTime time = new FakeTime();
    private final FakeLog log = new FakeLog();
    private final Ingest ingest = new Ingest(
            IngestSettings.of(Bench.NAMESPACE, "liege/hub-1", Path.of("unused")), log, time.time(), () -> 0.5);

    @AfterEach
    void close() {
        ingest.close();
    }

    @Test
    void aRecordThatPassesNowGoesToItsRouteAsWhatItWas() {
        String received = Long.toString(time.micros());
        Map<String, String> sample = Map.of(
                Headers.ORIGIN, "liege/hub-1/kiln",
                Headers.SOURCE, "kiln",
                Headers.EPOCH, "17",
                Headers.SEQUENCE, "4",
                Headers.RECEIVED, received,
                Headers.TRACE, "opcua@1,ingest@2");
        LogRecord quarantined = quarantined(TAG, "{\"timestamp_ms\":1772344800000,\"value\":1}", sample);
        time.advance(AN_HOUR);

        Ingest.Replayed replayed = replay(quarantined);

        assertThat(replayed.accepted()).isTrue();
        assertThat(replayed.sentence()).contains("millrace.samples");
        LogRecord record = log.records().get(0);
        assertThat(record.log()).isEqualTo(LogTopic.SAMPLES);
        assertThat(record.key()).isEqualTo(TAG);
        assertThat(record.payload()).isEqualTo(quarantined.payload());
        assertThat(record.headers())
                .containsAllEntriesOf(Map.of(
                        Headers.ORIGIN, "liege/hub-1/kiln",
                        Headers.SOURCE, "kiln",
                        Headers.EPOCH, "17",
                        Headers.SEQUENCE, "4",
                        Headers.RECEIVED, received,
                        Headers.ATTEMPTS, "3",
                        Headers.FIRST_SEEN, "1772344700000000"))
                .containsEntry(Headers.TRACE, "opcua@1,ingest@2,replay@" + time.micros())
                .doesNotContainKeys(Headers.ERROR, Headers.ERROR_CODE, Headers.ERROR_HOP, Headers.PLACE, Headers.TIME);
    }

    @Test
    void aPayloadWithoutATimeKeepsTheOneAtWhichItWasFirstReceived() {
        String received = Long.toString(time.micros());
        LogRecord quarantined = quarantined(TAG, "{\"value\":1}", Map.of(Headers.RECEIVED, received));
        time.advance(AN_HOUR);

        replay(quarantined);
        time.advance(AN_HOUR);
        replay(quarantined);

        assertThat(log.records()).hasSize(2).allSatisfy(record -> assertThat(record.headers())
                .containsEntry(Headers.RECEIVED, received)
                .containsEntry(Headers.TIME, "received"));
    }

    @Test
    void whereNobodySaidWhenItWasReceivedItsFirstSightStandsInEveryTime() {
        for (Map<String, String> nonsense : List.<Map<String, String>>of(
                Map.of(), Map.of(Headers.RECEIVED, "yesterday"), Map.of(Headers.RECEIVED, "-12"))) {
            replay(quarantined(TAG, "{\"value\":1}", nonsense));
            time.advance(AN_HOUR);
        }

        assertThat(log.records()).hasSize(3).allSatisfy(record -> assertThat(record.headers())
                .containsEntry(Headers.RECEIVED, "1772344700000000"));
    }

    @Test
    void whatStillCannotBeUsedIsSetAsideAgainWithTheNewReason() {
        LogRecord quarantined = quarantined(TAG, "23.4", Map.of(Headers.RECEIVED, "1772344700000000"));

        Ingest.Replayed replayed = replay(quarantined);

        assertThat(replayed.accepted()).isFalse();
        assertThat(log.records(LogTopic.SAMPLES)).isEmpty();
        LogRecord again = log.records(LogTopic.QUARANTINE).get(0);
        assertThat(again.payload()).isEqualTo(quarantined.payload());
        assertThat(again.headers())
                .containsEntry(Headers.ERROR_CODE, "payload-wrong-type")
                .containsEntry(Headers.ERROR, replayed.sentence())
                .containsEntry(Headers.ERROR_HOP, "ingest")
                .containsEntry(Headers.ATTEMPTS, "4")
                .containsEntry(Headers.FIRST_SEEN, "1772344700000000")
                .containsEntry(Headers.RECEIVED, "1772344700000000")
                .doesNotContainKey(Headers.PLACE);
    }

    @Test
    void evenWhatIsNoMessageAtAllIsKept() {
        for (String topic : new String[] {"", "zigbee/lamp", "umh/v1//x", TAG}) {
            assertThat(replay(new LogRecord(LogTopic.QUARANTINE, topic, new byte[0], Map.of(Headers.ATTEMPTS, "many")))
                            .accepted())
                    .isFalse();
        }
        assertThat(log.records(LogTopic.QUARANTINE)).hasSize(4).allSatisfy(record -> assertThat(record.headers())
                .containsEntry(Headers.ATTEMPTS, "2"));
    }

    @Test
    void aPayloadOfWhichOnlyTheBeginningWasKeptIsNotTakenForTheWhole() {
        String raw = "umh/v1/works/kiln/_raw/image";
        log.refuse(record -> record.payload().length > 1 << 20, FakeLog.tooLarge());
        ingest.admit(new MqttMessage("camera", null, raw, new byte[2 << 20], 1, false, false, Map.of()));
        LogRecord beginning = log.records(LogTopic.QUARANTINE).get(0);

        Ingest.Replayed replayed = replay(beginning);

        assertThat(replayed.accepted()).isFalse();
        assertThat(replayed.sentence()).contains("2097152");
        assertThat(replay(log.records(LogTopic.QUARANTINE).get(1)).accepted()).isFalse();
    }

    @Test
    void whatIsTooLargeForItsRouteStaysInTheQuarantineAndSaysSo() {
        LogRecord quarantined = quarantined(TAG, "{\"value\":1}", Map.of());
        log.refuse(record -> record.log() == LogTopic.SAMPLES, FakeLog.tooLarge());

        Ingest.Replayed replayed = replay(quarantined);

        assertThat(replayed.accepted()).isFalse();
        assertThat(replayed.sentence()).contains("millrace.samples");
        assertThat(log.records(LogTopic.QUARANTINE)).singleElement().satisfies(again -> assertThat(again.headers())
                .containsEntry(Headers.ERROR_CODE, "record-too-large")
                .containsEntry(Headers.ATTEMPTS, "4")
                .containsEntry(Headers.FIRST_SEEN, "1772344700000000"));
    }

    @Test
    void theEndOfARecordIsNoMessage() {
        LogRecord resolution = new LogRecord(LogTopic.QUARANTINE, TAG, new byte[0], Map.of(Headers.RESOLVES, "12"));

        assertThatThrownBy(() -> replay(resolution)).satisfies(thrown -> problem(thrown, "quarantine-unknown"));
        assertThat(log.records()).isEmpty();
    }

    @Test
    void aLogThatRefusesSaysSoAndNothingIsClaimed() {
        log.refuse(record -> true);

        assertThatThrownBy(() -> replay(quarantined(TAG, "{\"value\":1}", Map.of())))
                .satisfies(thrown -> problem(thrown, "log-unavailable"));
        assertThatThrownBy(() -> replay(quarantined(TAG, "nonsense", Map.of())))
                .satisfies(thrown -> problem(thrown, "log-unavailable"));
    }

    @Test
    void aStoppedHubReplaysNothing() {
        ingest.close();

        assertThatThrownBy(() -> replay(quarantined(TAG, "{\"value\":1}", Map.of())))
                .satisfies(thrown -> problem(thrown, "hub-stopping"));
    }

    private static void problem(Throwable thrown, String code) {
        assertThat(thrown.getCause()).isInstanceOfSatisfying(ProblemException.class, known -> {
            Problem problem = known.problem();
            assertThat(problem.code()).isEqualTo(code);
            assertThat(problem.sentence()).matches("(?s).{10,}\\.");
        });
    }

    private Ingest.Replayed replay(LogRecord quarantined) {
        return ingest.replay(quarantined).toCompletableFuture().join();
    }

    private static LogRecord quarantined(String topic, String payload, Map<String, String> headers) {
        Map<String, String> all = new HashMap<>(headers);
        all.put(Headers.ERROR_CODE, "payload-unparsable");
        all.put(Headers.ERROR, "It could not be read.");
        all.put(Headers.ERROR_HOP, "historian");
        all.put(Headers.ATTEMPTS, "3");
        all.put(Headers.FIRST_SEEN, "1772344700000000");
        all.put(Headers.PLACE, "millrace.samples/2/1234");
        return new LogRecord(LogTopic.QUARANTINE, topic, payload.getBytes(StandardCharsets.UTF_8), all);
    }
}
