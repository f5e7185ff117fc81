package io.millrace.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** MQTT 5.0, section 4.7, mostly its own examples. */
class TopicFiltersTest {

    @ParameterizedTest
    @CsvSource({
        "#, a, true",
        "#, a/b/c, true",
        "sport/tennis/player1/#, sport/tennis/player1, true",
        "sport/tennis/player1/#, sport/tennis/player1/score/wimbledon, true",
        "sport/tennis/player1/#, sport/tennis/player10, false",
        "sport/#, sport, true",
        "sport/tennis/+, sport/tennis/player1, true",
        "sport/tennis/+, sport/tennis/player1/ranking, false",
        "sport/+, sport, false",
        "sport/+, sport/, true",
        "+/+, /finance, true",
        "/+, /finance, true",
        "+, /finance, false",
        "a/b, a/b, true",
        "a/b, a/B, false",
        "a/b, a/bc, false",
        "a/b, a, false",
        "a/b, a/b/c, false",
        "a/+/#, a/b, true",
        "a/+/#, a, false",
        "#, $SYS/x, false",
        "+/x, $SYS/x, false",
        "$SYS/#, $SYS/x, true"
    })
    void matchesAsTheStandardSays(String filter, String topic, boolean expected) {
        assertThat(TopicFilters.matches(filter, topic)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a#", "a/#/b", "#/a", "a/b+", "+a", ""})
    void whatIsNoFilterIsNamed(String filter) {
        assertThatThrownBy(() -> TopicFilters.requireValid(filter, "publish list"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("publish list")
                .hasMessageContaining(filter);
    }

    @ParameterizedTest
    @ValueSource(strings = {"#", "+", "a/+/b/#", "/", "+/+", "a//b"})
    void whatIsAFilterPasses(String filter) {
        assertThatCode(() -> TopicFilters.requireValid(filter, "list")).doesNotThrowAnyException();
    }

    @Test
    void topicNamesHaveNoWildcardsAndAreNotTheBrokersOwn() {
        assertThat(TopicFilters.isTopicName("a/b")).isTrue();
        assertThat(TopicFilters.isTopicName("/")).isTrue();
        for (String bad : new String[] {"", "a/#", "+/a", "$SYS/a", "a\0b", "x".repeat(70_000)}) {
            assertThat(TopicFilters.isTopicName(bad)).as(bad).isFalse();
        }
    }
}
