package io.millrace.historian.sink;

import static io.millrace.model.Value.DataType.BOOLEAN;
import static io.millrace.model.Value.DataType.INTEGER;
import static io.millrace.model.Value.DataType.NUMBER;
import static io.millrace.model.Value.DataType.TEXT;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.model.Value.DataType;
import java.util.List;
import org.junit.jupiter.api.Test;

class TagIdsTest {

    @Test
    void typesWidenFromBooleanToText() {
        List<DataType> narrowToWide = List.of(BOOLEAN, INTEGER, NUMBER, TEXT);
        for (int one = 0; one < 4; one++) {
            for (int two = 0; two < 4; two++) {
                assertThat(TagIds.wider(narrowToWide.get(one), narrowToWide.get(two)))
                        .isEqualTo(narrowToWide.get(Math.max(one, two)));
            }
        }
    }

    @Test
    void aSampleWithoutValueChangesNothing() {
        assertThat(TagIds.wider(NUMBER, null)).isEqualTo(NUMBER);
        assertThat(TagIds.wider(null, BOOLEAN)).isEqualTo(BOOLEAN);
        assertThat(TagIds.wider(null, null)).isNull();
    }
}
