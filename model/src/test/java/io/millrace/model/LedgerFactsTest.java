package io.millrace.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LedgerFactsTest {

    @Test
    void readsWhatItWrote() {
        LedgerFact fact = new LedgerFact(
                LedgerFact.Kind.SHED, "hub/1", "mqtt:press", "umh/v1/a/_raw/b", 5, 9, "log-unavailable", 3, "Shed.");

        LogRecord record = LedgerFacts.write(fact, "site/hub");

        assertThat(record.key()).isEqualTo("mqtt:press");
        assertThat(record.headers()).containsEntry(Headers.ORIGIN, "site/hub");
        assertThat(LedgerFacts.read(record.payload())).isEqualTo(fact);
    }

    @Test
    void aFactOfAWholeSourceHasNoTopic() {
        LedgerFact fact =
                new LedgerFact(LedgerFact.Kind.LOST, "hub/2", "plc", null, 5, 5, "missed-intervals", 1, "Missed.");

        assertThat(LedgerFacts.read(LedgerFacts.write(fact, "site/hub").payload()))
                .isEqualTo(fact);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{",
                "{\"kind\":\"shed\"}",
                "{\"kind\":\"eaten\",\"id\":\"1\",\"source\":\"s\",\"from_us\":1,\"to_us\":2,\"reason\":\"r\",\"count\":1,"
                        + "\"sentence\":\"\"}",
                "{\"kind\":\"shed\",\"id\":\"1\",\"source\":\"s\",\"from_us\":3,\"to_us\":2,\"reason\":\"r\",\"count\":1,"
                        + "\"sentence\":\"\"}"
            })
    void whatIsNoFactIsRefusedWithASentence(String text) {
        assertThatThrownBy(() -> LedgerFacts.read(text.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("cannot be read");
    }
}
