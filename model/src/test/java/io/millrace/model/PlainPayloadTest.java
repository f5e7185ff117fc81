package io.millrace.model;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The short ways say what Jackson says, of whatever comes. */
class PlainPayloadTest {

    private static final long NOW = 1_732_280_100_000_000L;
    /** Each is read in three ways, and whatever is wrong takes Java its time: an exception knows where it was made. */
    private static final int PAYLOADS = 120_000;

    private static final int NUMBERS_READ = 400_000;
    private static final int SAMPLES = 200_000;

    private static final String[] KEYS = {"timestamp_ms", "timestamp_us", "value", "quality", "id"};
    private static final String[] ODD_KEYS = {"valu", "values", "timestamp_", "timestamp_ns", "ID", "", "at", "quality "
    };
    private static final String[] NUMBERS = {
        "0",
        "-0",
        "-0.0",
        "0.0",
        "00",
        "01",
        "-",
        "1.",
        ".5",
        "1e5",
        "1E+05",
        "1e-5",
        "1e",
        "1e+",
        "-1.5e-7",
        "1e22",
        "1e23",
        "1.5e308",
        "1e309",
        "1e400",
        "4.9e-324",
        "2.2250738585072012e-308",
        "2.2250738585072014E-308",
        "1e-400",
        "9007199254740992",
        "9007199254740993.0",
        "9007199254740993e0",
        "123456789012345678",
        "1234567890123456789",
        "9223372036854775807",
        "9223372036854775808",
        "-9223372036854775808",
        "99999999999999999999",
        "0.1",
        "23.4",
        "0.30000000000000004",
        "1000023.25",
        "179769313486231580793728971405303415079934132710037826936173778980444968",
        "0.000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000001",
        "1e0000000001",
        "2150694912",
        "-2144272384",
        "4294967296",
        "0x10",
        "+1",
        "NaN",
        "Infinity",
        "1_000",
        "1 000",
        "1.5f",
        "1e5.5"
    };
    private static final String[] WORDS = {
        "true", "false", "null", "tru", "truex", "False", "[1]", "{}", "{\"x\":1}", "[]", "", "nul"
    };
    private static final String[] TEXTS = {
        "",
        "a",
        "running",
        "Good",
        "bad",
        "Bad_NoCommunication",
        "0x80310000",
        "12",
        "a\\nb",
        "\\u0041",
        "\u00e9",
        "\ud83d\ude00",
        "a\tb",
        "\u007f",
        "it's",
        "\\\"",
        "/",
        "a,b}"
    };
    private static final String MARKS = "{}\",:.-+eE0123 \\";
    private static final String[] SPACES = {"", "", "", " ", "\n", "\t\r\n ", "   ", "\u000b", "\u00a0", "/**/"};

    private final Namespace namespace = new Namespace("umh/v1");
    private final Topic[] topics = {
        namespace.parse("umh/v1/acme/line/_historian/axis"),
        namespace.parse("umh/v1/acme/line/_raw/axis"),
        namespace.parse("umh/v1/acme/line/_analytics/order/start"),
    };
    private final Payloads payloads = new Payloads(Clock.fixed(Instant.ofEpochMilli(NOW / 1000), ZoneOffset.UTC));
    private final Random random = new Random(20_241_122);

    @Test
    void readsEveryPayloadAsJacksonDoes() {
        int plain = 0;
        int usable = 0;
        for (int i = 0; i < PAYLOADS; i++) {
            byte[] payload = payload();
            Topic topic = topics[i % topics.length];
            Object said = said(() -> payloads.readJson(topic, payload, NOW));
            Object checked = said instanceof Message message ? message.timestamped() : said;

            same(said(() -> payloads.read(topic, payload, NOW)), said, payload);
            same(said(() -> payloads.check(topic, payload)), checked, payload);
            usable += said instanceof Message ? 1 : 0;
            plain += new PlainPayload(payload).scan() ? 1 : 0;
        }
        assertThat(plain).as("payloads that went the short way").isBetween(PAYLOADS / 4, PAYLOADS);
        assertThat(usable).as("payloads that were usable").isBetween(PAYLOADS / 3, PAYLOADS - PAYLOADS / 10);
    }

    @Test
    void readsEveryRealNumberToItsLastBit() {
        int plain = 0;
        for (int i = 0; i < NUMBERS_READ; i++) {
            String number = real();
            byte[] payload = ("{\"value\":" + number + "}").getBytes(UTF_8);

            Object said = said(() -> payloads.readJson(topics[0], payload, NOW));
            same(said(() -> payloads.read(topics[0], payload, NOW)), said, payload);
            plain += new PlainPayload(payload).scan() ? 1 : 0;
        }
        assertThat(plain).isGreaterThan(NUMBERS_READ / 2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"timestamp_us\":1732280023697123,\"value\":1000023.25}                              ",
                "{\"timestamp_ms\":1732280023697,\"value\":23.4}",
                " { \"value\" : -17 , \"timestamp_ms\" : 1732280023697 } ",
                "{\"timestamp_ms\":1732280023697,\"value\":null,\"quality\":2150694912}",
                "{\"id\":\"a-7\",\"quality\":\"Uncertain\",\"value\":\"running\"}",
                "{\"value\":true}",
                "{\"value\":1.7976931348623157E308}",
            })
    void theUsualPayloadsGoTheShortWay(String payload) {
        assertThat(new PlainPayload(payload.getBytes(UTF_8)).scan()).isTrue();
    }

    @Test
    void writesEverySampleAsJacksonDoes() {
        for (int i = 0; i < SAMPLES; i++) {
            Sample sample = sample();

            byte[] written = Payloads.write(sample);
            same(new String(written, UTF_8), new String(PayloadWriter.writeJson(sample), UTF_8), written);
        }
    }

    /** Asserts it: an assertion in words, for each of a million, would take longer than the rest. */
    private static void same(Object is, Object expected, byte[] payload) {
        if (!is.equals(expected)) {
            assertThat(is).as(new String(payload, UTF_8)).isEqualTo(expected);
        }
    }

    @FunctionalInterface
    private interface Reading {
        Object read();
    }

    /** What was read, or what was wrong with it. */
    private static Object said(Reading reading) {
        try {
            return reading.read();
        } catch (ProblemException refused) {
            return refused.problem();
        }
    }

    private byte[] payload() {
        StringBuilder json = new StringBuilder().append(space()).append('{').append(space());
        List<String> keys = new ArrayList<>(Arrays.asList(KEYS));
        Collections.shuffle(keys, random);
        if (!rarely()) {
            keys.remove(random.nextBoolean() ? "timestamp_ms" : "timestamp_us");
        }
        keys.removeIf(key -> random.nextInt(key.equals("value") ? 20 : 3) == 0);
        if (rarely()) {
            keys.add(pick(KEYS));
        }
        if (rarely()) {
            keys.add(random.nextInt(keys.size() + 1), pick(ODD_KEYS));
        }
        for (int i = 0; i < keys.size(); i++) {
            json.append(i == 0 ? "" : ",")
                    .append(space())
                    .append('"')
                    .append(keys.get(i))
                    .append('"');
            json.append(space())
                    .append(':')
                    .append(space())
                    .append(value(keys.get(i)))
                    .append(space());
        }
        json.append(rarely() ? pick(new String[] {"", ",}", "}}", "} x", "}1", "]"}) : "}")
                .append(space());
        byte[] payload = json.toString().getBytes(UTF_8);
        if (random.nextInt(8) == 0) {
            for (int changes = random.nextInt(3) + 1; changes > 0; changes--) {
                payload[random.nextInt(payload.length)] = (byte)
                        (random.nextBoolean() ? random.nextInt(256) : MARKS.charAt(random.nextInt(MARKS.length())));
            }
        }
        return random.nextInt(50) == 0 ? Arrays.copyOf(payload, random.nextInt(payload.length + 4)) : payload;
    }

    private String value(String key) {
        if (rarely()) {
            return scalar();
        }
        return switch (key) {
            case "timestamp_ms" -> Long.toString(NOW / 1000 + (long) (random.nextGaussian() * 4e7));
            case "timestamp_us" -> Long.toString(NOW + (long) (random.nextGaussian() * 4e10));
            case "quality" ->
                switch (random.nextInt(4)) {
                    case 0 -> "0";
                    case 1 -> Integer.toString(random.nextInt());
                    case 2 -> Long.toString(Integer.toUnsignedLong(random.nextInt()));
                    default -> random.nextBoolean() ? "\"Good\"" : "\"Bad\"";
                };
            case "id" -> "\"id-" + random.nextInt() + "\"";
            default -> random.nextInt(4) == 0 ? scalar() : random.nextBoolean() ? real() : Long.toString(whole());
        };
    }

    private String scalar() {
        return switch (random.nextInt(3)) {
            case 0 -> pick(NUMBERS);
            case 1 -> pick(WORDS);
            default -> "\"" + pick(TEXTS) + "\"";
        };
    }

    private long whole() {
        return random.nextLong() >> random.nextInt(64);
    }

    private String real() {
        return switch (random.nextInt(5)) {
            case 0 -> Double.toString(random.nextGaussian() * Math.pow(10, random.nextInt(40) - 20));
            case 1 -> Double.toString(Double.longBitsToDouble(random.nextLong()));
            case 2 -> whole() + "." + Math.abs(whole() >> 1);
            case 3 -> random.nextInt(1000) + "." + random.nextInt(1000) + "e" + (random.nextInt(60) - 30);
            default -> (random.nextInt(2_000_000) - 1_000_000) + "." + random.nextInt(1000);
        };
    }

    private Sample sample() {
        double real = random.nextBoolean()
                ? Double.longBitsToDouble(random.nextLong())
                : Math.round(random.nextGaussian() * 1e6) / Math.pow(10, random.nextInt(12));
        Value value =
                switch (random.nextInt(6)) {
                    case 0 -> Value.of(whole());
                    case 1, 2 -> Value.of(Double.isFinite(real) ? real : -0.0);
                    case 3 -> Value.of(random.nextBoolean());
                    case 4 -> Value.of(pick(TEXTS));
                    default -> null;
                };
        Quality quality = Quality.of(value == null ? random.nextInt() | 1 << 31 : random.nextInt(3) << 30);
        return new Sample(
                topics[0],
                random.nextInt(10) == 0
                        ? whole()
                        : NOW + random.nextInt(1_000_000) * (random.nextBoolean() ? 1L : 1000L),
                true,
                value,
                quality,
                random.nextInt(4) == 0 ? pick(TEXTS) : null);
    }

    private String space() {
        return random.nextInt(5) == 0 ? SPACES[random.nextInt(random.nextInt(10) == 0 ? SPACES.length : 7)] : "";
    }

    private boolean rarely() {
        return random.nextInt(12) == 0;
    }

    private String pick(String[] of) {
        return of[random.nextInt(of.length)];
    }
}
