package io.millrace.console.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.model.HeaderMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PackedHeadersTest {

    private final PackedHeaders packer = new PackedHeaders();

    @Test
    void whatIsPackedComesOutAsItWas() {
        comesOut(Map.of());
        comesOut(HeaderMap.of("mr-trace", "mqtt@1,ingest@2", "mr-origin", "liege/hub-1/mqtt:a", "mr-source", "mqtt:a"));
        comesOut(Map.of("mr-source", "mqtt:Öfen", "mr-origin", "mqtt:Ω-\uD83D\uDE00", "content-type", "", "日本", "語"));
        comesOut(Map.of("mr-time", "received", "mr-redelivered", "true", "mr-seq", "7", "mr-epoch", "1"));
    }

    @Test
    void ofManyAndLongOnesWhatIsReasonableIsKept() {
        Map<String, String> many = new LinkedHashMap<>();
        for (int i = 0; i < 150; i++) {
            many.put("header-" + i, "x".repeat(i));
        }
        assertThat(PackedHeaders.unpack(packer.pack(many, null)))
                .hasSize(100)
                .containsEntry("header-99", "x".repeat(99));
        String longest = "x".repeat(5_000);
        assertThat(PackedHeaders.unpack(packer.pack(Map.of("a", longest), null)))
                .containsEntry("a", longest.substring(0, 4_096));
    }

    @Test
    void theOldOnesAreWrittenOverWhereTheRoomIsRight() {
        byte[] old = packer.pack(Map.of("mr-source", "mqtt:one"), null);
        assertThat(packer.pack(Map.of("mr-source", "mqtt:two"), old)).isSameAs(old);
        assertThat(PackedHeaders.unpack(old)).isEqualTo(Map.of("mr-source", "mqtt:two"));

        byte[] larger = packer.pack(Map.of("mr-source", "mqtt:" + "x".repeat(100)), old);
        assertThat(larger).isNotSameAs(old);
        assertThat(packer.pack(Map.of("mr-source", "mqtt:two"), larger)).hasSameSizeAs(old);
    }

    private void comesOut(Map<String, String> headers) {
        assertThat(PackedHeaders.unpack(packer.pack(headers, null))).isEqualTo(headers);
    }
}
