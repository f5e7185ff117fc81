package io.millrace.console.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.model.Message;
import io.millrace.model.Namespace;
import io.millrace.model.Payloads;
import io.millrace.model.Quality;
import io.millrace.model.Sample;
import io.millrace.model.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PlainSampleTest {

    private static final Topic TOPIC = new Namespace("umh/v1").parse("umh/v1/works/_historian/t");
    private static final Instant NOW = Instant.parse("2026-11-21T08:00:00Z");
    private static final long MICROS = NOW.toEpochMilli() * 1_000;
    private static final String TIME = "{\"timestamp_ms\":1795248000000,\"value\":";

    private final Payloads payloads = new Payloads(Clock.fixed(NOW, ZoneOffset.UTC));
    private final PlainSample plain = new PlainSample();

    @Test
    void theUsualFormIsReadAsPayloadsReadsIt() {
        for (String value : List.of(
                "0",
                "7",
                "-7",
                "-0",
                "23.4",
                "-23.45",
                "0.1",
                "0.0",
                "100.250",
                "true",
                "false",
                "999999999999999999",
                "0.00000000000000001",
                "123456789.123456789",
                "-999999999999999.999")) {
            readsAlike(TIME + value + "}");
        }
        readsAlike("{\"timestamp_us\":1795247999999999,\"value\":1000000.25}");
        readsAlike(" { \"timestamp_ms\" : 1795248000000 ,\n \"value\" : 5 }\r\n");
    }

    @Test
    void whateverIsNotTheUsualFormIsLeftToPayloads() {
        for (String value : List.of(
                "01",
                "-",
                "1.",
                ".5",
                "1e3",
                "1.5E2",
                "-0.0",
                "NaN",
                "null",
                "\"text\"",
                "truely",
                "[1]",
                "{\"x\":1}",
                "1,\"quality\":0",
                "1,\"id\":\"a\"",
                "1,",
                "1}",
                "1234567890123456789",
                "12345678901234567890",
                "1.234567890123456789",
                "9223372036854775807")) {
            isLeft(TIME + value + "}");
        }
        isLeft("");
        isLeft("{}");
        isLeft("23.4");
        isLeft("{\"value\":1}");
        isLeft("{\"value\":1,\"timestamp_ms\":1795248000000}");
        isLeft("{\"timestamp_ms\":1795248000000}");
        isLeft("{\"timestamp_ms\":1795248000000,\"temperature\":1}");
        isLeft("{\"timestamp_ms\":01795248000000,\"value\":1}");
        isLeft("{\"timestamp_ms\":-1795248000000,\"value\":1}");
        isLeft("{\"timestamp_ms\":1795248000000.5,\"value\":1}");
        isLeft("{\"timestamp_ms\":1,\"value\":1}");
        isLeft("{\"timestamp_ms\":1795255200000,\"value\":1}");
        isLeft("{\"timestamp_ms\":18446744073709551616,\"value\":1}");
        isLeft("{\"timestamp_us\":9999999999999999999,\"value\":1}");
    }

    @Test
    void itNeverAgreesWithSomethingThatPayloadsSeesOtherwise() {
        // given the usual form with some bytes changed, left out or doubled
        Random random = new Random(4);
        String usual = "{\"timestamp_us\":1795247999999999,\"value\":-1050.25}";
        String letters = "{}\",:.-+eE0123456789 nulltrue\\";
        for (int i = 0; i < 200_000; i++) {
            StringBuilder text = new StringBuilder(usual);
            for (int changes = random.nextInt(3); changes >= 0; changes--) {
                int place = random.nextInt(text.length());
                switch (random.nextInt(3)) {
                    case 0 -> text.setCharAt(place, letters.charAt(random.nextInt(letters.length())));
                    case 1 -> text.deleteCharAt(place);
                    default -> text.insert(place, letters.charAt(random.nextInt(letters.length())));
                }
            }
            if (plain.read(bytes(text.toString()), MICROS)) {
                readsAlike(text.toString());
            }
        }
    }

    private void readsAlike(String payload) {
        Sample sample = ((Message.Samples) payloads.read(TOPIC, bytes(payload), 1))
                .samples()
                .get(0);
        assertThat(plain.read(bytes(payload), MICROS)).as(payload).isTrue();
        assertThat(plain.timestampMicros()).as(payload).isEqualTo(sample.timestampMicros());
        assertThat(plain.kind().value(plain.bits(), plain.scale())).as(payload).isEqualTo(sample.value());
        assertThat(sample).isEqualTo(Sample.of(TOPIC, sample.timestampMicros(), sample.value(), Quality.GOOD));
    }

    private void isLeft(String payload) {
        assertThat(plain.read(bytes(payload), MICROS)).as(payload).isFalse();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
