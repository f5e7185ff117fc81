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
}
