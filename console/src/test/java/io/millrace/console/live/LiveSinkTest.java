package io.millrace.console.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.console.fixture.MemoryHistory;
import io.millrace.historian.LatestSample;
import io.millrace.model.Headers;
import io.millrace.model.LogPartition;
import io.millrace.model.LogRecord;
import io.millrace.model.LogTopic;
import io.millrace.model.Namespace;
import io.millrace.model.Quality;
import io.millrace.model.StoredRecord;
import io.millrace.model.Value;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LiveSinkTest {

    private static final LogPartition SAMPLES = new LogPartition(LogTopic.SAMPLES, 2);
    private static final LogPartition EVENTS = new LogPartition(LogTopic.EVENTS, 0);
    private static final String KILN = "umh/v1/works/kiln-1/_historian/";
    private static final Instant NOW = Instant.parse("2026-11-21T08:00:00Z");

    private final MemoryHistory history = new MemoryHistory(Map.of());
    private final LiveNamespace live = new LiveNamespace(new Namespace("umh/v1"), 100);
    private final LiveSink sink = new LiveSink(live, history, Clock.fixed(NOW, ZoneOffset.UTC));

    @Test
    void beginsWithTheHistoriansValuesAndGoesOnWhereTheyWereTaken() throws Exception {
        history.latest(
                List.of(
                        new LatestSample(KILN + "temperature", NOW.minusSeconds(5), Value.of(840.5), Quality.GOOD),
                        new LatestSample("elsewhere/of/another/root", NOW, Value.of(1L), Quality.GOOD)),
                Map.of(SAMPLES, 42L));

        sink.goesOnAt(Map.of(SAMPLES, 42L));

        assertThat(latest("temperature").value()).isEqualTo(Value.of(840.5));
        assertThat(latest("temperature").origin()).isNull();
        assertThat(sink.notice()).isEmpty();

        sink.handle(List.of(record(42, KILN + "temperature", "{\"timestamp_ms\":1795248000000,\"value\":841}")));
        assertThat(latest("temperature").value()).isEqualTo(Value.of(841L));
        assertThat(latest("temperature").origin().offset()).isEqualTo(42);
    }

    @Test
    void aHistorianThatHasNotComeSoFarIsSaidToBeBehindAndAskedAgain() {
        history.latest(
                List.of(new LatestSample(KILN + "a", NOW.minusSeconds(50), Value.of(1L), Quality.GOOD)),
                Map.of(SAMPLES, 42L, EVENTS, 7L));
        sink.goesOnAt(Map.of(SAMPLES, 42L, EVENTS, 9L));
        assertThat(sink.notice())
                .hasValueSatisfying(notice -> assertThat(notice).contains("behind the log"));
        assertThat(latest("a").value()).isEqualTo(Value.of(1L));

        sink.retry();
        assertThat(sink.notice()).isPresent();
        assertThat(history.snapshots())
                .as("every tag is read once it has caught up")
                .isEqualTo(1);

        history.latest(
                List.of(new LatestSample(KILN + "a", NOW.minusSeconds(5), Value.of(2L), Quality.GOOD)),
                Map.of(SAMPLES, 42L, EVENTS, 9L));
        sink.retry();
        assertThat(sink.notice()).isEmpty();
        assertThat(latest("a").value()).isEqualTo(Value.of(2L));
    }

    @Test
    void withoutTheHistorianItBeginsWithTheLogAndSaysSo() {
        history.unavailable(true);
        sink.goesOnAt(Map.of());
        assertThat(sink.notice())
                .hasValueSatisfying(notice -> assertThat(notice).contains("historian"));
    }

    @Test
    void whenTheHistorianComesBackWhatWasMissedIsShownAndNothingNewerIsLost() {
        history.unavailable(true);
        sink.goesOnAt(Map.of(SAMPLES, 1L));
        sink.retry();
        sink.handle(List.of(record(1, KILN + "a", "{\"timestamp_ms\":1795248000000,\"value\":2}")));
        assertThat(sink.notice()).isPresent();

        history.unavailable(false);
        history.latest(
                List.of(
                        new LatestSample(KILN + "a", NOW.minusSeconds(5), Value.of(1L), Quality.GOOD),
                        new LatestSample(KILN + "b", NOW.minusSeconds(5), Value.of(1L), Quality.GOOD)),
                Map.of(SAMPLES, 1L));
        sink.retry();
        assertThat(sink.notice()).isEmpty();
        assertThat(latest("a").value()).isEqualTo(Value.of(2L));
        assertThat(latest("b").value()).isEqualTo(Value.of(1L));
    }

    @Test
    void severalKeysAreSeveralTagsAndEventsAreShownAsTheyAre() {
        sink.handle(List.of(
                record(1, "umh/v1/works/press/_historian", "{\"value\":1}"),
                record(2, KILN + "axis", "{\"timestamp_ms\":1795248000000,\"x\":1.5,\"y\":{\"z\":true}}"),
                event(3, "umh/v1/works/line/_analytics/count", "{\"timestamp_ms\":1795248000000,\"count\":4}")));
        assertThat(latest("axis/x").value()).isEqualTo(Value.of(1.5));
        assertThat(latest("axis/y/z").value()).isEqualTo(Value.of(true));
        LiveValue count =
                live.tag("umh/v1/works/line/_analytics/count").orElseThrow().latest();
        assertThat(count.kind()).isEqualTo(LiveValue.Kind.EVENT);
        assertThat(count.text()).contains("\"count\":4");
        assertThat(sink.unusable()).isEqualTo(1);
    }

    @Test
    void whatCannotBeReadIsCountedAndPassedOver() {
        sink.handle(List.of(
                record(1, KILN + "a", "{\"value\":NaN}"),
                record(2, KILN + "b", "not json"),
                record(3, "no/such/root/_historian/x", "{\"value\":1}"),
                record(4, KILN + "c", "{\"timestamp_ms\":-11644473600000,\"value\":1}"),
                record(5, KILN + "d", "{\"value\":3}")));
        assertThat(sink.unusable()).isEqualTo(4);
        assertThat(sink.records()).isEqualTo(5);
        assertThat(latest("d").value()).isEqualTo(Value.of(3L));
        assertThat(latest("d").timestamped()).isFalse();
    }

    @Test
    void rawPayloadsAreShownAsFarAsTheyAreText() {
        sink.handle(List.of(
                record(1, "umh/v1/works/_raw/scanner", "OK;4711;A"),
                new StoredRecord(
                        SAMPLES,
                        2,
                        NOW.toEpochMilli(),
                        new LogRecord(
                                LogTopic.SAMPLES,
                                "umh/v1/works/_raw/camera",
                                new byte[] {(byte) 0xff, 0, 1},
                                Map.of()))));
        assertThat(live.tag("umh/v1/works/_raw/scanner").orElseThrow().latest().text())
                .isEqualTo("OK;4711;A");
        assertThat(live.tag("umh/v1/works/_raw/camera").orElseThrow().latest().text())
                .isEqualTo("3 bytes that are not text");
    }

    @Test
    void theUsualFormIsShownWithAllThatIsKnownOfIt() {
        Map<String, String> headers = Map.of(
                "mr-source",
                "mqtt:kiln",
                "mr-received",
                "1795248000000450",
                "mr-time",
                "received",
                "content-type",
                "json");
        for (long offset = 1; offset <= 3; offset++) {
            String payload = "{\"timestamp_ms\":179524800000" + offset + ",\"value\":" + offset + ".25}";
            sink.handle(List.of(new StoredRecord(
                    EVENTS,
                    offset,
                    1_000 + offset,
                    new LogRecord(LogTopic.EVENTS, KILN + "a", payload.getBytes(StandardCharsets.UTF_8), headers))));
        }
        assertThat(latest("a"))
                .isEqualTo(new LiveValue(
                        LiveValue.Kind.SAMPLE,
                        1_795_248_000_003_000L,
                        false,
                        Value.of(3.25),
                        Quality.GOOD,
                        null,
                        null,
                        false,
                        new LiveValue.Origin(EVENTS, 3, 1_003, headers)));
        assertThat(latest("a").receivedMicros()).isEqualTo(1_795_248_000_000_450L);
        assertThat(live.tag(KILN + "a").orElseThrow().lastGood()).isEqualTo(latest("a"));
    }

    @Test
    void aCorrectionIsShownOnlyWhereItIsOfTheTimeThatIsShown() {
        // "b" runs ahead of the clock, so that an ordinary value of now would take its place
        sink.handle(List.of(
                record(1, KILN + "a", "{\"timestamp_ms\":1795248000000,\"value\":1}"),
                record(2, KILN + "b", "{\"timestamp_ms\":1795248900000,\"value\":1}"),
                record(3, KILN + "c", "{\"timestamp_ms\":1795248900000,\"value\":\"x\"}"),
                correction(4, KILN + "b", "{\"timestamp_ms\":1795248000000,\"value\":2}"),
                correction(5, KILN + "c", "{\"timestamp_ms\":1795248000000,\"value\":\"y\"}"),
                correction(6, KILN + "a", "{\"timestamp_ms\":1795247990000,\"value\":2}")));
        assertThat(latest("a").value()).isEqualTo(Value.of(1L));
        assertThat(latest("b").value()).isEqualTo(Value.of(1L));
        assertThat(latest("c").value()).isEqualTo(Value.of("x"));

        sink.handle(List.of(correction(7, KILN + "a", "{\"timestamp_ms\":1795248000000,\"value\":3}")));
        assertThat(latest("a").value()).isEqualTo(Value.of(3L));
    }

    @Test
    void whatIsLateIsNotShownUnlessTheClockOfTheShownOneRanAhead() {
        sink.handle(List.of(
                record(1, KILN + "a", "{\"timestamp_ms\":1795248000000,\"value\":1}"),
                record(2, KILN + "a", "{\"timestamp_ms\":1795247990000,\"value\":2}"),
                record(3, KILN + "b", "{\"timestamp_ms\":1795248900000,\"value\":1}"),
                record(4, KILN + "b", "{\"timestamp_ms\":1795248000000,\"value\":2}")));
        assertThat(latest("a").value()).isEqualTo(Value.of(1L));
        assertThat(latest("b").value()).isEqualTo(Value.of(2L));
    }

    @Test
    void aTagGoesFromGoodToBadToTextAndBackAndKeepsItsLastGoodValue() {
        LiveTag tag = live.declare(live.namespace().parse(KILN + "a"));
        assertThat(tag.latest()).isNull();
        assertThat(tag.lastGood()).isNull();

        sink.handle(List.of(record(1, KILN + "a", "{\"timestamp_ms\":1795248000000,\"value\":1.5}")));
        assertThat(tag.severity()).isEqualTo(Severity.GOOD);

        sink.handle(
                List.of(record(2, KILN + "a", "{\"timestamp_ms\":1795248000001,\"value\":9,\"quality\":2147483648}")));
        assertThat(tag.latest().quality()).isEqualTo(Quality.BAD);
        assertThat(tag.lastGood().value()).isEqualTo(Value.of(1.5));
        assertThat(live.root().tags(Severity.BAD)).isEqualTo(1);

        sink.handle(List.of(record(3, KILN + "a", "{\"timestamp_ms\":1795248000002,\"value\":\"run\"}")));
        assertThat(tag.lastGood()).isSameAs(tag.latest());
        assertThat(tag.recent()).containsExactly(tag.latest());

        sink.handle(
                List.of(record(4, KILN + "a", "{\"timestamp_ms\":1795248000003,\"value\":null,\"quality\":\"Bad\"}")));
        assertThat(tag.lastGood().value()).isEqualTo(Value.of("run"));

        sink.handle(List.of(record(5, KILN + "a", "{\"timestamp_ms\":1795248000004,\"value\":true}")));
        assertThat(tag.latest().value()).isEqualTo(Value.of(true));
        assertThat(tag.lastGood()).isEqualTo(tag.latest());
        assertThat(live.root().worst()).isEqualTo(Severity.GOOD);
        assertThat(live.root().tags()).isEqualTo(1);
    }

    @Test
    void everyTextAndEventCountsHoweverFastTheyCome() {
        String count = "umh/v1/works/line/_analytics/count";
        sink.handle(List.of(
                event(1, count, "{\"timestamp_ms\":1795248000000,\"value\":1}"),
                event(2, count, "{\"timestamp_ms\":1795248000001,\"value\":1}"),
                event(3, count, "{\"timestamp_ms\":1795248000002,\"value\":1}"),
                record(4, KILN + "state", "{\"timestamp_ms\":1795248000000,\"value\":\"run\"}"),
                record(5, KILN + "state", "{\"timestamp_ms\":1795248000001,\"value\":\"stop\"}")));
        assertThat(live.tag(count).orElseThrow().recent()).hasSize(3);
        assertThat(live.tag(count).orElseThrow().latest().kind()).isEqualTo(LiveValue.Kind.EVENT);
        assertThat(live.tag(KILN + "state").orElseThrow().recent())
                .extracting(LiveValue::value)
                .containsExactly(Value.of("stop"), Value.of("run"));
    }

    private LiveValue latest(String tag) {
        return live.tag(KILN + tag).orElseThrow().latest();
    }

    private static StoredRecord record(long offset, String topic, String payload) {
        return new StoredRecord(
                SAMPLES,
                offset,
                NOW.toEpochMilli(),
                new LogRecord(LogTopic.SAMPLES, topic, payload.getBytes(StandardCharsets.UTF_8), Map.of()));
    }

    private static StoredRecord correction(long offset, String topic, String payload) {
        return new StoredRecord(
                SAMPLES,
                offset,
                NOW.toEpochMilli(),
                new LogRecord(
                        LogTopic.SAMPLES,
                        topic,
                        payload.getBytes(StandardCharsets.UTF_8),
                        Map.of(Headers.PROCESSOR, "mean@1", Headers.CORRECTION, "1")));
    }

    private static StoredRecord event(long offset, String topic, String payload) {
        return new StoredRecord(
                EVENTS,
                offset,
                NOW.toEpochMilli(),
                new LogRecord(LogTopic.EVENTS, topic, payload.getBytes(StandardCharsets.UTF_8), Map.of()));
    }
}
