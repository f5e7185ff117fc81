package io.millrace.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class HeadersTest {

    @Test
    void aConnectionSaysWhoItIs() {
        assertThat(Headers.source(Map.of("mr-source", "kiln-1")::get)).isEqualTo("kiln-1");
    }

    @Test
    void aProcessorIsKnownByItsOwnHeader() {
        assertThat(Headers.source(Map.of("mr-processor", "bags@7f3a")::get)).isEqualTo("processor:bags");
        assertThat(Headers.source(Map.of("mr-processor", "bags")::get)).isEqualTo("processor:bags");
    }

    @Test
    void theSourceThatIsToldCounts() {
        assertThat(Headers.source(Map.of("mr-source", "kiln-1", "mr-processor", "bags@7f3a")::get))
                .isEqualTo("kiln-1");
    }

    @Test
    void aRecordOfSomebodyElseDoesNotTell() {
        assertThat(Headers.source(Map.<String, String>of()::get)).isNull();
    }

    @Test
    void aConnectionTellsItsHops() {
        assertThat(Headers.trace(
                        Map.of("mr-source", "kiln-1", "mr-received", "1", "mr-trace", "opcua@1,ingest@2")::get))
                .isEqualTo("opcua@1,ingest@2");
        assertThat(Headers.trace(Map.of("mr-source", "kiln-1", "mr-received", "1")::get))
                .isNull();
    }

    @Test
    void theHopsOfAnMqttMessageBeginWithItsReceipt() {
        assertThat(Headers.trace(Map.of("mr-source", "mqtt:press", "mr-received", "1")::get))
                .isEqualTo("mqtt@1");
        assertThat(Headers.trace(Map.of("mr-source", "mqtt:press", "mr-received", "1", "mr-trace", "replay@9")::get))
                .isEqualTo("mqtt@1,replay@9");
        assertThat(Headers.trace(
                        Map.of("mr-source", "mqtt:press", "mr-received", "1", "mr-trace", "mqtt@1,ingest@2")::get))
                .isEqualTo("mqtt@1,ingest@2");
    }
}
