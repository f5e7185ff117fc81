package io.millrace.historian.sink;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** Byte for byte what the documentation of COPY says. */
class CopyEncoderTest {

    private static final String HEADER = "5047434f50590aff0d0a000000000000000000";

    private final CopyEncoder encoder = new CopyEncoder();

    private String hex() {
        encoder.end();
        return HexFormat.of().formatHex(encoder.bytes(), 0, encoder.length());
    }

    @Test
    void nothingIsHeaderAndTrailer() {
        encoder.begin();
        assertThat(hex()).isEqualTo(HEADER + "ffff");
    }

    @Test
    void everyFieldIsItsLengthAndItsBytes() {
        encoder.begin();
        encoder.row(7);
        encoder.int4(-2);
        encoder.int8(Long.MIN_VALUE);
        encoder.float8(-0.5);
        encoder.timestamp(946_684_800_000_001L);
        encoder.text("\u00e9");
        encoder.jsonb("{}");
        encoder.nothing();

        assertThat(hex())
                .isEqualTo(HEADER
                        + "0007"
                        + "00000004fffffffe"
                        + "000000088000000000000000"
                        + "00000008bfe0000000000000"
                        + "000000080000000000000001"
                        + "00000002c3a9"
                        + "00000003017b7d"
                        + "ffffffff"
                        + "ffff");
    }

    @Test
    void timesBeforeTheYear2000AreNegative() {
        encoder.begin();
        encoder.timestamp(0);
        assertThat(hex()).isEqualTo(HEADER + "00000008" + HexFormat.of().toHexDigits(-946_684_800_000_000L) + "ffff");
    }

    @Test
    void itGrowsAndBeginsAgain() {
        String large = "x".repeat(20 << 20);
        encoder.begin();
        encoder.text(large);
        encoder.end();
        assertThat(encoder.length()).isEqualTo(19 + 4 + large.length() + 2);
        assertThat(new String(
                        Arrays.copyOfRange(encoder.bytes(), encoder.length() - 5, encoder.length() - 2),
                        StandardCharsets.UTF_8))
                .isEqualTo("xxx");

        encoder.begin();
        encoder.text(null);
        assertThat(hex()).isEqualTo(HEADER + "ffffffff" + "ffff");
        assertThat(encoder.bytes().length).isLessThan(large.length());
    }
}
