package io.millrace.model;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PayloadsTest {

    private static final long NOW = 1_732_280_100_000_000L;

    private final Namespace namespace = new Namespace("umh/v1");
    private final Topic topic = namespace.parse("umh/v1/acme/line/_historian/axis");
    private final Topic raw = namespace.parse("umh/v1/acme/line/_raw/axis");
    private final Topic event = namespace.parse("umh/v1/acme/line/_analytics/work-order/start");
    private final Payloads payloads = new Payloads(Clock.fixed(Instant.ofEpochMilli(NOW / 1000), ZoneOffset.UTC));

    private List<Sample> samples(String json) {
        return ((Message.Samples) payloads.read(topic, json.getBytes(UTF_8), NOW)).samples();
    }

    private Sample sample(String json) {
        assertThat(samples(json)).hasSize(1);
        return samples(json).get(0);
    }

    private Problem problem(Topic on, byte[] payload) {
        try {
            payloads.read(on, payload, NOW);
        } catch (ProblemException refused) {
            return refused.problem();
        }
        throw new AssertionError("the payload was accepted");
    }

    @Test
    void onTheTopicOfAWholeModelEachKeyIsATag() {
        Topic whole = namespace.parse("umh/v1/acme/line/_pump_v1");
        Message message = payloads.read(whole, "{\"flow\":1,\"motor\":{\"current\":2}}".getBytes(UTF_8), NOW);

        assertThat(((Message.Samples) message).samples())
                .extracting(sample -> sample.topic().name())
                .containsExactly("flow", "motor/current");
        for (String alone :
                List.of("{\"value\":1}", "{\"value\":null,\"quality\":\"Bad\"}", "{\"value\":1,\"flow\":2}")) {
            assertThat(problem(whole, alone.getBytes(UTF_8)).code()).isEqualTo("payload-wrong-type");
        }
    }

    @Test
    void readsOneSample() {
        Sample sample = sample("{\"timestamp_ms\":1732280023697,\"value\":23.4}");

        assertThat(sample).isEqualTo(Sample.of(topic, 1_732_280_023_697_000L, Value.of(23.4), Quality.GOOD));
    }

    @Test
    void keepsAll64BitsOfAnInteger() {
        assertThat(sample("{\"value\":9223372036854775807}").value()).isEqualTo(Value.of(Long.MAX_VALUE));
        assertThat(sample("{\"value\":-9223372036854775808}").value()).isEqualTo(Value.of(Long.MIN_VALUE));
        assertThat(sample("{\"value\":9223372036854775808}").value()).isEqualTo(Value.of(9.223372036854775808e18));
    }

    @Test
    void keepsTextAndBooleansAsTheyAre() {
        assertThat(sample("{\"value\":\"42\"}").value()).isEqualTo(Value.of("42"));
        assertThat(sample("{\"value\":true}").value()).isEqualTo(Value.of(true));
    }

    @Test
    void marksAMissingTimestamp() {
        Sample sample = sample("{\"value\":1}");

        assertThat(sample.timestamped()).isFalse();
        assertThat(sample.timestampMicros()).isEqualTo(NOW);
    }

    @Test
    void readsMicrosecondsQualityAndId() {
        Sample sample =
                sample("{\"timestamp_us\":1732280023697001,\"value\":1,\"quality\":\"Uncertain\",\"id\":\"a\"}");

        assertThat(sample.timestampMicros()).isEqualTo(1_732_280_023_697_001L);
        assertThat(sample.quality()).isEqualTo(Quality.UNCERTAIN);
        assertThat(sample.id()).isEqualTo("a");
        assertThat(sample("{\"value\":null,\"quality\":2150694912}").quality()).isEqualTo(Quality.BAD_NO_COMMUNICATION);
    }

    @Test
    void readsTheOlderFormWithSeveralTagsAndGroups() {
        List<Sample> samples =
                samples("{\"timestamp_ms\":1732280023697,\"temperature\":50.3,\"at\":{\"x\":1,\"y\":{\"z\":2}}}");

        assertThat(samples)
                .extracting(sample -> sample.topic().path())
                .containsExactly(
                        "umh/v1/acme/line/_historian/axis/temperature",
                        "umh/v1/acme/line/_historian/axis/at/x",
                        "umh/v1/acme/line/_historian/axis/at/y/z");
        assertThat(samples.get(2).topic().virtualPath()).isEqualTo("axis/at/y");
        assertThat(samples.get(2).value()).isEqualTo(Value.of(2));
    }

    @Test
    void keepsAnEventAsItIs() {
        String json = "{\"timestamp_ms\":1732280023697,\"id\":7,\"external_work_order_id\":\"#247\",\"value\":[1]}";

        Message.Event read = (Message.Event) payloads.read(event, json.getBytes(UTF_8), NOW);

        assertThat(read.json()).isEqualTo(json);
        assertThat(read.id()).isEqualTo("7");
        assertThat(read.timestampMicros()).isEqualTo(1_732_280_023_697_000L);
    }

    @Test
    void letsAnythingPassOnRaw() {
        assertThat(payloads.read(raw, new byte[] {1, 2, 3}, NOW)).isEqualTo(new Message.Opaque(raw));
        assertThat(payloads.read(raw, "[1,2]".getBytes(UTF_8), NOW)).isEqualTo(new Message.Opaque(raw));
        assertThat(payloads.read(raw, new byte[0], NOW)).isEqualTo(new Message.Opaque(raw));
        Message.Samples bare = (Message.Samples) payloads.read(raw, "23.4".getBytes(UTF_8), NOW);
        assertThat(bare.samples().get(0).value()).isEqualTo(Value.of(23.4));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"value\":NaN}                        | payload-unparsable   | not JSON",
                "{\"value\":Infinity}                   | payload-unparsable   | not JSON",
                "{\"value\":1                           | payload-unparsable   | byte",
                "{\"value\":1}{}                        | payload-unparsable   | follows",
                "{\"value\":1,\"value\":2}              | payload-unparsable   | uplicate",
                "hello                                  | payload-unparsable   | not JSON",
                "''                                     | payload-wrong-type   | empty",
                "[1]                                    | payload-wrong-type   | no JSON object",
                "23.4                                   | payload-wrong-type   | no JSON object",
                "{\"value\":[1]}                        | payload-wrong-type   | an array",
                "{\"value\":null}                       | payload-wrong-type   | null",
                "{\"value\":1e999}                      | payload-wrong-type   | too large",
                "{\"timestamp_ms\":1732280023697}       | payload-wrong-type   | no value",
                "{\"timestamp_ms\":\"now\",\"value\":1} | payload-wrong-type   | text",
                "{\"quality\":\"fine\",\"value\":1}     | payload-wrong-type   | no quality",
                "{\"a b\":1}                            | topic-illegal        | holds ' '",
                "{\"timestamp_ms\":-11644473600000,\"value\":1}  | timestamp-out-of-range | before the year 2000",
                "{\"timestamp_ms\":4102444800000,\"value\":1}    | timestamp-out-of-range | more than a day ahead",
                "{\"timestamp_ms\":1e300,\"value\":1}            | timestamp-out-of-range | more than a day ahead",
                "{\"timestamp_ms\":9223372036854775807,\"value\":1} | timestamp-out-of-range | more than a day",
                "{\"timestamp_ms\":99999999999999999999,\"value\":1} | timestamp-out-of-range | more than a day",
            })
    void refusesWhatCannotBeUsedAndSaysWhy(String json, String code, String sentence) {
        Problem problem = problem(topic, json.getBytes(UTF_8));

        assertThat(problem.code()).isEqualTo(code);
        assertThat(problem.sentence()).contains(sentence);
    }

    @Test
    void refusesBytesThatAreNoText() {
        assertThat(problem(topic, "{\"value\":\"\u00e9\"}".getBytes(ISO_8859_1)).message())
                .contains("not UTF-8");
    }

    @Test
    void refusesAPayloadAboveTheLimit() {
        assertThat(problem(topic, new byte[Payloads.MAX_BYTES + 1]).code()).isEqualTo("payload-too-large");
    }

    @Test
    void refusesDeepNestingWithoutRunningOutOfStack() {
        String deep = "{\"a\":".repeat(60) + "1" + "}".repeat(60);
        assertThat(problem(topic, deep.getBytes(UTF_8)).message()).contains("deeper");
        String deeper = "{\"a\":".repeat(5000) + "1" + "}".repeat(5000);
        assertThat(problem(topic, deeper.getBytes(UTF_8)).code()).startsWith("payload-");
    }

    @Test
    void readsBackWhatItWrites() {
        Random random = new Random(42);
        for (int i = 0; i < 2000; i++) {
            Sample sample = random(random);
            Message read = payloads.read(topic, Payloads.write(sample), 0);
            assertThat(read).isEqualTo(new Message.Samples(topic, List.of(sample)));
        }
    }

    private Sample random(Random random) {
        Value value =
                switch (random.nextInt(5)) {
                    case 0 -> Value.of(random.nextLong());
                    case 1 -> Value.of(random.nextGaussian() * Math.pow(10, random.nextInt(600) - 300));
                    case 2 -> Value.of(random.nextBoolean());
                    case 3 -> Value.of("\u0000\n\"\u00e9\ud83d\ude00" + random.nextInt());
                    default -> null;
                };
        Quality quality = value == null ? Quality.BAD : Quality.of(random.nextInt(4) << 30);
        if (value == null && quality.isGood()) {
            quality = Quality.BAD;
        }
        long micros = Payloads.EARLIEST_MICROS + (long) (random.nextDouble() * 7e14);
        return new Sample(topic, micros, true, value, quality, random.nextBoolean() ? "id-" + random.nextInt() : null);
    }

    @Test
    void neverFailsOnGarbageOtherThanWithAProblem() {
        Random random = new Random(7);
        byte[] seed = "{\"timestamp_ms\":1732280023697,\"value\":23.4,\"a\":{\"b\":[1,true]}}".getBytes(UTF_8);
        for (int i = 0; i < 20_000; i++) {
            byte[] garbage = seed.clone();
            for (int changes = random.nextInt(4) + 1; changes > 0; changes--) {
                garbage[random.nextInt(garbage.length)] = (byte) random.nextInt(256);
            }
            try {
                payloads.read(topic, garbage, NOW);
            } catch (ProblemException expected) {
                assertThat(expected.problem().message()).isNotEmpty();
            }
        }
    }

    @Test
    void aGoodSampleNeedsAValue() {
        assertThatThrownBy(() -> Sample.of(topic, NOW, null, Quality.GOOD))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
