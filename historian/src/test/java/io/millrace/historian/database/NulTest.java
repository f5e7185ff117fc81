package io.millrace.historian.database;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NulTest {

    @Test
    void textLosesIt() {
        assertThat(Nul.outOfText("plain")).isEqualTo("plain");
        assertThat(Nul.outOfText("a\0b\0")).isEqualTo("a\uFFFDb\uFFFD");
    }

    @Test
    void jsonLosesItsEscapeAndNothingThatLooksLikeIt() {
        assertThat(Nul.outOfJson("{\"a\":\"\\u0000\"}")).isEqualTo("{\"a\":\"\\ufffd\"}");
        assertThat(Nul.outOfJson("\"\\\\u0000\"")).isEqualTo("\"\\\\u0000\"");
        assertThat(Nul.outOfJson("\"\\\\\\u0000\"")).isEqualTo("\"\\\\\\ufffd\"");
        assertThat(Nul.outOfJson("\"\\u00000\\u0001\"")).isEqualTo("\"\\ufffd0\\u0001\"");
        assertThat(Nul.outOfJson("{}")).isEqualTo("{}");
    }
}
