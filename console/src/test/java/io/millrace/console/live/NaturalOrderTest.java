package io.millrace.console.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class NaturalOrderTest {

    @Test
    void countsAsPeopleDo() {
        List<String> names =
                new ArrayList<>(List.of("kiln-10", "Belt", "kiln-2", "kiln-1b", "kiln-1", "belt-1", "10", "9"));
        names.sort(NaturalOrder.INSTANCE);
        assertThat(names).containsExactly("9", "10", "Belt", "belt-1", "kiln-1", "kiln-1b", "kiln-2", "kiln-10");
    }

    @Test
    void isConsistentWithEqualsForNamesThatLookTheSame() {
        assertThat(NaturalOrder.INSTANCE.compare("a01", "a1")).isNotZero();
        assertThat(NaturalOrder.INSTANCE.compare("a01", "a1")).isEqualTo(-NaturalOrder.INSTANCE.compare("a1", "a01"));
        assertThat(NaturalOrder.INSTANCE.compare("Motor", "motor")).isNotZero();
        assertThat(NaturalOrder.INSTANCE.compare("motor", "motor")).isZero();
    }

    @Test
    void takesNumbersOfAnyLength() {
        String huge = "9".repeat(40);
        assertThat(NaturalOrder.INSTANCE.compare("t" + huge, "t1" + "0".repeat(40)))
                .isNegative();
    }
}
