package io.millrace.app.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class DidYouMeanTest {

    private static final List<String> KEYS = List.of("endpoint", "timeout", "queueSize", "port");

    @Test
    void findsTheWordBehindASlip() {
        assertThat(DidYouMean.among(KEYS, "endpont")).contains("endpoint");
        assertThat(DidYouMean.among(KEYS, "tiemout")).contains("timeout");
        assertThat(DidYouMean.among(KEYS, "queue-size")).contains("queueSize");
        assertThat(DidYouMean.among(KEYS, "prot")).contains("port");
    }

    @Test
    void doesNotGuessWildly() {
        assertThat(DidYouMean.among(KEYS, "temperature")).isEmpty();
        assertThat(DidYouMean.hint(KEYS, "temperature")).isEqualTo("Known here: endpoint, port, queueSize, timeout.");
    }
}
