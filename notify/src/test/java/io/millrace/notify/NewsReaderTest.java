package io.millrace.notify;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.model.Headers;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NewsReaderTest {

    private static Optional<News> read(String topic, String json, Map<String, String> headers) {
        return new NewsReader(Given.NAMESPACE).read(Given.record(topic, json, 0, headers));
    }

    private static Optional<News> read(String json) {
        return read(Given.topic("plant/kiln", "hot"), json, Map.of());
    }

    @Test
    void anAlarmThatIsRaisedIsNews() {
        assertThat(read(Given.raised(0, "hot", "high")))
                .contains(new News.Raised(
                        "umh/v1/plant/kiln/_analytics/alarm/hot@1773144000000000#1-raised",
                        new RaisedAlarm(
                                "umh/v1/plant/kiln/_analytics/alarm/hot",
                                "plant/kiln",
                                "hot",
                                "high",
                                700,
                                "hot: 1151.5 is above 1150",
                                "1151.5",
                                "1150.0",
                                null,
                                "2026-03-10T12:00:00Z",
                                null),
                        Given.NOON_MILLIS));
    }

    @Test
    void aTimeInMicrosecondsIsTheSameTime() {
        String micros = Given.raised(0, "hot", "high").replace("_ms\":1773144000000", "_us\":1773144000000000");

        assertThat(read(micros)).isEqualTo(read(Given.raised(0, "hot", "high")));
    }

    @Test
    void nothingElseIs() {
        assertThat(read("{\"timestamp_ms\":1,\"transition\":\"acknowledged\"}")).isEmpty();
        assertThat(read("no json")).isEmpty();
        assertThat(read("")).isEmpty();
        assertThat(read("[]")).isEmpty();
        assertThat(read("umh/v1/plant/kiln/_analytics/count", Given.raised(0, "hot", "high"), Map.of()))
                .isEmpty();
        assertThat(read("umh/v1/plant/kiln/_analytics/alarm/x/y", Given.raised(0, "hot", "high"), Map.of()))
                .isEmpty();
        assertThat(read("other/_analytics/alarm/hot", Given.raised(0, "hot", "high"), Map.of()))
                .isEmpty();
        assertThat(read(
                        Given.topic("plant/kiln", "hot"),
                        "{\"timestamp_ms\":1,\"id\":\"1-cleared\",\"retracted\":true}",
                        Map.of(Headers.RETRACTED, "true")))
                .isEmpty();
    }

    @Test
    void soIsItsEnd() {
        assertThat(new NewsReader(Given.NAMESPACE).read(Given.clearedRecord(90, "hot", 0)))
                .contains(new News.Cleared(
                        "umh/v1/plant/kiln/_analytics/alarm/hot@1773144090000000#1-cleared",
                        "umh/v1/plant/kiln/_analytics/alarm/hot",
                        "2026-03-10T12:00:00Z",
                        "2026-03-10T12:01:30Z",
                        Given.NOON_MILLIS + 90_000));
    }

    @Test
    void longTextsOfOthersAreCut() {
        News.Raised raised =
                (News.Raised) read("{\"transition\":\"raised\",\"message\":\"" + "x".repeat(100_000) + "\"}")
                        .orElseThrow();

        assertThat(raised.alarm().message()).hasSize(500);
        assertThat(raised.alarm().alarm()).isEqualTo("hot");
    }
}
