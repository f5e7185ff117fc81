package io.millrace.bench.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class SamplePayloadTest {

    private final SamplePayload payload = new SamplePayload();

    @Test
    void timeAndValueAreReadWhateverElseThereIs() throws IOException {
        read("{\"more\":{\"value\":1},\"value\":1000001.25,\"timestamp_us\":1700000000000001 }");

        assertThat(payload.micros()).isEqualTo(1_700_000_000_000_001L);
        assertThat(payload.value()).isEqualTo(1_000_001.25);
    }

    @Test
    void whatLacksOneOfThemIsRefused() {
        assertThatThrownBy(() -> read("{\"value\":1}")).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> read("17")).isInstanceOf(IOException.class);
    }

    private void read(String json) throws IOException {
        payload.read(json.getBytes(StandardCharsets.UTF_8));
    }
}
