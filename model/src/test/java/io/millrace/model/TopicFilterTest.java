package io.millrace.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TopicFilterTest {

    @ParameterizedTest
    @CsvSource({
        "#, a/b/c, true",
        "a/#, a/b/c, true",
        "a/#, a, true",
        "a/#, ab, false",
        "a/+/c, a/b/c, true",
        "a/+/c, a/b/b/c, false",
        "a/+, a, false",
        "a/+/#, a/b, true",
        "a/b, a/b, true",
        "a/b, a/b/c, false",
        "+, a, true",
        "+/+, /a, true",
    })
    void followsTheExamplesOfTheStandard(String filter, String topic, boolean matches) {
        assertThat(TopicFilter.parse(filter).matches(topic)).isEqualTo(matches);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a/#/b", "a#", "a+/b", ""})
    void refusesWhatIsNoFilter(String filter) {
        assertThatThrownBy(() -> TopicFilter.parse(filter)).isInstanceOf(ProblemException.class);
    }

    @Test
    void doesNotTakeAPrefixForALevel() {
        assertThat(TopicFilter.parse("umh/v1/+").matches("umh/v1/a/b")).isFalse();
    }
}
