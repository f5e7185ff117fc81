package io.millrace.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.ingest.Admission.Admitted;
import io.millrace.ingest.Admission.Cleared;
import io.millrace.ingest.Admission.Quarantined;
import io.millrace.model.LogTopic;
import io.millrace.model.Payloads;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class AdmissionTest {

    private static final String TAG = "umh/v1/works/kiln/_historian/temperature";
    private static final String PUMP = "umh/v1/works/kiln/_pump_v1/speed";
    private static final String RAW = "umh/v1/works/kiln/_raw/anything";
    private static final String EVENT = "umh/v1/works/kiln/_analytics/count";

    private final FakeTime time = new FakeTime();
    private final TopicCache topics = new TopicCache(Bench.NAMESPACE, TopicRules.of(Routes.defaults()), 100);
    private final Admission admission = new Admission(topics, new Payloads(time));

    static Stream<Arguments> badInput() {
        String ok = "{\"value\":1}";
        return Stream.of(
                bad("empty", TAG, "", "payload-wrong-type"),
                bad("no JSON", TAG, "23.4 degC", "payload-wrong-type"),
                bad("cut short", TAG, "{\"value\":1", "payload-unparsable"),
                bad("something behind it", TAG, "{\"value\":1} {}", "payload-unparsable"),
                bad("the same key twice", TAG, "{\"value\":1,\"value\":2}", "payload-unparsable"),
                bad("NaN", TAG, "{\"value\":NaN}", "payload-unparsable"),
                bad("infinity", TAG, "{\"value\":Infinity}", "payload-unparsable"),
                bad("minus infinity", TAG, "{\"value\":-Infinity}", "payload-unparsable"),
                bad("too large for a double", TAG, "{\"value\":1e999}", "payload-wrong-type"),
                bad("an array", TAG, "{\"value\":[1,2]}", "payload-wrong-type"),
                bad("null and Good", TAG, "{\"value\":null}", "payload-wrong-type"),
                bad("no value", TAG, "{\"timestamp_ms\":1732280023697}", "payload-wrong-type"),
                bad("a time that is text", TAG, "{\"timestamp_ms\":\"now\",\"value\":1}", "payload-wrong-type"),
                bad("no such quality", TAG, "{\"value\":1,\"quality\":\"fair\"}", "payload-wrong-type"),
                bad("1601", TAG, "{\"timestamp_ms\":-11644473600000,\"value\":1}", "timestamp-out-of-range"),
                bad("2100", TAG, "{\"timestamp_ms\":4102444800000,\"value\":1}", "timestamp-out-of-range"),
                bad("2100 on raw", RAW, "{\"timestamp_ms\":4102444800000,\"value\":1}", "timestamp-out-of-range"),
                bad("an event that is none", EVENT, "[1]", "payload-wrong-type"),
                bad("an event cut short", EVENT, "{\"count\":", "payload-unparsable"),
                bad("no contract", "umh/v1/works/kiln/temperature", ok, "topic-illegal"),
                bad("no location", "umh/v1/_historian/temperature", ok, "topic-illegal"),
                bad("no tag", "umh/v1/works/_historian", ok, "topic-illegal"),
                bad("an empty segment", "umh/v1/works//_historian/t", ok, "topic-illegal"),
                bad("a blank", "umh/v1/works/kiln 1/_historian/t", ok, "topic-illegal"),
                bad("a dollar", "umh/v1/works/$SYS/_historian/t", ok, "topic-illegal"),
                bad("a control character", "umh/v1/works/a\u0007b/_historian/t", ok, "topic-illegal"),
                bad("a long segment", "umh/v1/" + "a".repeat(65) + "/_historian/t", ok, "topic-illegal"),
                bad("a long topic", "umh/v1/" + "abc/".repeat(300) + "_historian/t", ok, "topic-illegal"),
                bad("not below the root", "umh/v2/works/_historian/t", ok, "topic-illegal"),
                bad("deeply nested", TAG, "{\"a\":".repeat(70) + "1" + "}".repeat(70), "payload-wrong-type"),
                Arguments.of("not UTF-8", TAG, new byte[] {'{', '"', (byte) 0xC3, '('}, "payload-unparsable"),
                Arguments.of("over 1 MiB", TAG, large((1 << 20) + 1), "payload-too-large"),
                Arguments.of("10 MiB", TAG, large(10 << 20), "payload-too-large"));
    }

    private static Arguments bad(String what, String topic, String payload, String code) {
        return Arguments.of(what, topic, payload.getBytes(StandardCharsets.UTF_8), code);
    }

    static byte[] large(int bytes) {
        String frame = "{\"value\":\"\"}";
        return ("{\"value\":\"" + "x".repeat(bytes - frame.length()) + "\"}").getBytes(StandardCharsets.UTF_8);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badInput")
    void badInputIsQuarantinedWithCodeAndSentence(String what, String topic, byte[] payload, String code) {
        assertThat(admission.judge(topic, payload, false)).isInstanceOfSatisfying(Quarantined.class, quarantined -> {
            assertThat(quarantined.problem().code()).isEqualTo(code);
            assertThat(quarantined.problem().sentence()).matches("(?s).{10,}\\.");
        });
    }

    @Test
    void exactlyOneMebibyteIsWelcome() {
        assertThat(admission.judge(TAG, large(1 << 20), false)).isInstanceOf(Admitted.class);
    }

    @Test
    void goodMessagesTakeTheRouteOfTheirContract() {
        assertThat(List.of(TAG, PUMP, RAW, EVENT))
                .extracting(topic -> ((Admitted) judge(topic, "{\"value\":1}")).route())
                .containsExactly(LogTopic.SAMPLES, LogTopic.SAMPLES, LogTopic.SAMPLES, LogTopic.EVENTS);
    }

    @Test
    void aRouteCanBeConfigured() {
        Routes routes = new Routes(Map.of("_pump_v1", LogTopic.EVENTS));
        Admission other =
                new Admission(new TopicCache(Bench.NAMESPACE, TopicRules.of(routes), 100), new Payloads(time));

        assertThat(other.judge(PUMP, bytes("{\"value\":1}"), false))
                .isInstanceOfSatisfying(
                        Admitted.class, admitted -> assertThat(admitted.route()).isEqualTo(LogTopic.EVENTS));
    }

    @Test
    void saysWhetherThePayloadHasATimeOfItsOwn() {
        String with = "{\"timestamp_ms\":" + FakeTime.START.toEpochMilli() + ",\"value\":1}";
        assertThat(((Admitted) judge(TAG, with)).timestamped()).isTrue();
        assertThat(((Admitted) judge(TAG, "{\"value\":1}")).timestamped()).isFalse();
        assertThat(((Admitted) judge(EVENT, with)).timestamped()).isTrue();
        assertThat(((Admitted) judge(EVENT, "{\"count\":1}")).timestamped()).isFalse();
        assertThat(((Admitted) judge(RAW, "anything")).timestamped()).isFalse();
    }

    @Test
    void anEmptyRetainedPayloadOnlyClears() {
        assertThat(admission.judge(TAG, new byte[0], true)).isInstanceOf(Cleared.class);
    }

    @Test
    void theTopicCacheStaysWithinItsBound() {
        for (int i = 0; i < 1000; i++) {
            judge(TAG + i, "{\"value\":1}");
            judge("umh/v1/illegal" + i, "{\"value\":1}");
        }
        assertThat(topics.size()).isLessThanOrEqualTo(100);
    }

    private Admission.Verdict judge(String topic, String payload) {
        return admission.judge(topic, bytes(payload), false);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
