package io.millrace.process.route;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FiltersTest {

    @ParameterizedTest
    @CsvSource({"a/b,a/b", "a/x-+/b,a/+/b", "a/#/b,a/#", "a/x-#,a/#", "+/a/+,+/a/+"})
    void whatStandsForPartOfALevelCoversTheWholeLevel(String pattern, String filter) {
        assertThat(Filters.covering(pattern)).isEqualTo(filter);
    }
}
