package io.millrace.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DecimalTest {

    @ParameterizedTest
    @ValueSource(longs = {0, 9, 10, 99, 100, 999_999_999_999_999_999L, 1_000_000_000_000_000_000L, Long.MAX_VALUE, -1})
    void theEdgesReadAsJavaWritesThem(long number) {
        assertThat(text(Decimal.bytes(number))).isEqualTo(Long.toString(number));
    }

    @Test
    void anyNumberReadsAsJavaWritesIt() {
        Random random = new Random(3);
        for (int i = 0; i < 10_000; i++) {
            long number = random.nextLong() >> random.nextInt(64);
            assertThat(text(Decimal.bytes(number))).isEqualTo(Long.toString(number));
        }
    }

    @Test
    void theTraceTellsHopsAndTimes() {
        assertThat(text(new Trace("opcua").of(1_732_280_023_697_123L, 5))).isEqualTo("opcua@1732280023697123,ingest@5");
    }

    private static String text(byte[] ascii) {
        return new String(ascii, StandardCharsets.US_ASCII);
    }
}
