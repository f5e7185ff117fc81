package io.millrace.console.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class DeliveryViewsTest {

    @Test
    void textIsShownAsText() {
        assertThat(text("{\"value\":\"21 °C\",\n\t\"smile\":\"\uD83D\uDE42\"}"))
                .contains("°C")
                .contains("\uD83D\uDE42");
        assertThat(text("")).isEmpty();
    }

    @Test
    void bytesThatOnlyLookLikeTextAreNot() {
        assertThat(text("a\u0000b")).as("a control character").isNull();
        assertThat(text("\u007f")).isNull();
        assertThat(DeliveryViews.text(new byte[] {(byte) 0xc3, 0x28}))
                .as("no UTF-8")
                .isNull();
        assertThat(DeliveryViews.text("gr\u00fc\u00df".getBytes(StandardCharsets.ISO_8859_1)))
                .isNull();
        assertThat(DeliveryViews.text(new byte[] {'a', (byte) 0xe2, (byte) 0x82}))
                .as("cut in the middle of a character")
                .isNull();
    }

    private static String text(String text) {
        return DeliveryViews.text(text.getBytes(StandardCharsets.UTF_8));
    }
}
