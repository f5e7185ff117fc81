package io.millrace.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HeaderMapTest {

    @Test
    void equalsAnyOtherMapOfTheSameEntries() {
        HeaderMap headers = HeaderMap.of("mr-source", "press-1", "mr-seq", "7");

        assertThat(headers).isEqualTo(Map.of("mr-seq", "7", "mr-source", "press-1"));
        assertThat(Map.of("mr-seq", "7", "mr-source", "press-1")).isEqualTo(headers);
        assertThat(headers).hasSameHashCodeAs(Map.of("mr-seq", "7", "mr-source", "press-1"));
        assertThat(headers).isNotEqualTo(Map.of("mr-seq", "8", "mr-source", "press-1"));
    }

    @Test
    void knowsWhatItHoldsAndWhatNot() {
        HeaderMap headers = HeaderMap.of("mr-source", "press-1");

        assertThat(headers.get("mr-source")).isEqualTo("press-1");
        assertThat(headers.get("mr-seq")).isNull();
        assertThat(headers.getOrDefault("mr-seq", "0")).isEqualTo("0");
        assertThat(headers.containsKey("mr-source")).isTrue();
        assertThat(headers.containsKey(null)).isFalse();
        assertThat(headers).hasSize(1);
        assertThat(HeaderMap.copyOf(Map.of())).isEmpty();
    }

    @Test
    void bytesBecomeText() {
        HeaderMap headers = new HeaderMap.Builder(1)
                .add("mr-source", "Öfen".getBytes(StandardCharsets.UTF_8))
                .add("broken", new byte[] {(byte) 0xFF})
                .build();

        assertThat(headers).containsEntry("mr-source", "Öfen").containsEntry("broken", "\uFFFD");
        assertThat(headers.get("mr-source")).isSameAs(headers.get("mr-source"));
    }

    @Test
    void beginningsAreComparedAsTextWhetherItCameAsBytesOrNot() {
        for (String value : new String[] {"mqtt:press-1", "Öfen/1", ""}) {
            HeaderMap text = HeaderMap.of("mr-source", value);
            HeaderMap bytes = new HeaderMap.Builder(1)
                    .add("mr-source", value.getBytes(StandardCharsets.UTF_8))
                    .build();
            for (String beginning : new String[] {"", "mqtt:", "mqtt:press-1", "mqtt:press-10", "modbus", "Öf", "Ö?"}) {
                assertThat(text.startsWith("mr-source", beginning)).isEqualTo(value.startsWith(beginning));
                assertThat(bytes.startsWith("mr-source", beginning))
                        .as(value + " begins with " + beginning)
                        .isEqualTo(value.startsWith(beginning));
            }
            assertThat(bytes.startsWith("mr-seq", "")).isTrue();
            assertThat(bytes.startsWith("mr-seq", "7")).isFalse();
        }
    }

    @Test
    void itsLengthIsThatOfItsBytes() {
        HeaderMap headers = new HeaderMap.Builder(3)
                .add("a", "1")
                .add("b", "Öfen")
                .add("c", "Ö".getBytes(StandardCharsets.UTF_8))
                .build();

        assertThat(headers.utf8Length()).isEqualTo(3 + 1 + 5 + 2);
        assertThat(HeaderMap.of().utf8Length()).isZero();
    }

    @Test
    void ofHeadersWithOneNameTheLastCounts() {
        HeaderMap headers = new HeaderMap.Builder(1)
                .add("a", "1")
                .add("b", "2")
                .add("a", "3")
                .build();

        assertThat(headers).isEqualTo(Map.of("a", "3", "b", "2"));
    }

    @Test
    void isNeverChanged() {
        HeaderMap headers = HeaderMap.of("a", "1");

        assertThatThrownBy(() -> headers.put("b", "2")).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> headers.remove("a")).isInstanceOf(UnsupportedOperationException.class);
        assertThat(HeaderMap.copyOf(headers)).isSameAs(headers);
    }
}
