package io.millrace.historian.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.model.Headers;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ArrivalTest {

    private static final Map<String, String> WHOLE =
            Map.of(Headers.ORIGIN, "site/hub/kiln-1", Headers.EPOCH, "1732280023697", Headers.SEQUENCE, "7");

    private static Map<String, String> with(String name, String text) {
        Map<String, String> headers = new HashMap<>(WHOLE);
        headers.put(name, text);
        return headers;
    }

    @Test
    void itNeedsConnectionLifeAndNumber() {
        assertThat(Arrival.of(WHOLE)).isEqualTo(new Arrival("site/hub/kiln-1", 1_732_280_023_697L, 7));
        for (String name : WHOLE.keySet()) {
            Map<String, String> headers = new HashMap<>(WHOLE);
            headers.remove(name);
            assertThat(Arrival.of(headers)).as("without %s", name).isNull();
        }
    }

    @Test
    void whatIsNoNumberIsSomeoneElses() {
        assertThat(Arrival.of(with(Headers.SEQUENCE, "seven"))).isNull();
        assertThat(Arrival.of(with(Headers.EPOCH, "yesterday"))).isNull();
        assertThat(Arrival.of(with(Headers.SEQUENCE, "0"))).isNull();
        assertThat(Arrival.of(with(Headers.SEQUENCE, "35184372088833"))).isNull();
        assertThat(Arrival.of(with(Headers.SEQUENCE, "35184372088832"))).isNotNull();
    }
}
