package io.millrace.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class QualityTest {

    @Test
    void readsNamesInAllSpellingsAndNumbers() {
        assertThat(Quality.parse("Bad_NoCommunication")).contains(Quality.BAD_NO_COMMUNICATION);
        assertThat(Quality.parse("badnocommunication")).contains(Quality.BAD_NO_COMMUNICATION);
        assertThat(Quality.parse("2150694912")).contains(Quality.BAD_NO_COMMUNICATION);
        assertThat(Quality.parse("0x80310000")).contains(Quality.BAD_NO_COMMUNICATION);
        assertThat(Quality.parse("-2144272384")).contains(Quality.BAD_NO_COMMUNICATION);
        assertThat(Quality.parse("Good")).contains(Quality.GOOD);
        assertThat(Quality.parse("fine")).isEmpty();
        assertThat(Quality.parse("99999999999")).isEmpty();
    }

    @Test
    void judgesBySeverityBits() {
        assertThat(Quality.of(0x00A20000).isGood()).isTrue();
        assertThat(Quality.of(0x40900000).isUncertain()).isTrue();
        assertThat(Quality.of(0x80310000).isBad()).isTrue();
        assertThat(Quality.of(0x80310000).isGood()).isFalse();
    }

    @Test
    void namesWhatItDoesNotKnowBySeverity() {
        assertThat(Quality.of(0x80310000 | 0x480).name()).isEqualTo("Bad_NoCommunication");
        assertThat(Quality.of(0x80FF0000).name()).isEqualTo("Bad_0x80FF0000");
    }
}
