package io.millrace.prove.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.prove.judge.Told;
import io.millrace.prove.plant.Flow;
import io.millrace.prove.plant.Plant;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class PayloadReaderTest {

    private static Told read(String payload) {
        return PayloadReader.read("t", payload.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void readsWhatThePlantSends() {
        assertThat(read(Plant.payload(Flow.COUNT, 3, 17, 1_700_000_000_000_001L)))
                .isEqualTo(new Told("t", 1_700_000_000_000_001L, 17.0, "3-17", false));
        assertThat(read(Plant.payload(Flow.VALUE, 3, 17, 1_700_000_000_000_001L)))
                .isEqualTo(new Told("t", 1_700_000_000_000_001L, 17.5, null, false));
    }

    @Test
    void readsWhatConnectorsWrite() {
        assertThat(read("{\"timestamp_ms\":1700000000000,\"value\":5}"))
                .isEqualTo(new Told("t", 1_700_000_000_000_000L, 5.0, null, false));
        assertThat(read("{\"timestamp_ms\":1700000000000,\"value\":null,\"quality\":2150694912}"))
                .isEqualTo(new Told("t", 1_700_000_000_000_000L, null, null, true));
        assertThat(
                        read(
                                "{\"quality\":1073741824,\"extra\":[{\"value\":1}],\"timestamp_ms\":1700000000000,\"value\":5}"))
                .isEqualTo(new Told("t", 1_700_000_000_000_000L, 5.0, null, true));
    }

    @Test
    void takesWhatItCannotReadForBad() {
        assertThat(read("no json").bad()).isTrue();
        assertThat(read("[1]").bad()).isTrue();
        assertThat(read("").bad()).isTrue();
        assertThat(PayloadReader.read("t", null).bad()).isTrue();
    }
}
