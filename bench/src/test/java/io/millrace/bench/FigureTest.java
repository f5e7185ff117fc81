package io.millrace.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class FigureTest {

    @Test
    void saysItsMedianAndItsSpread() {
        assertThat(new Figure("rate", "/s", List.of(90_000.0, 100_000.0, 95_000.0)).text())
                .isEqualTo("95,000/s (90,000 to 100,000)");
        assertThat(Figure.of("start", "s", 3.912).text()).isEqualTo("3.91 s");
        assertThat(Figure.of("memory", "MiB", 512.4).text()).isEqualTo("512 MiB");
        assertThat(Figure.of("late", "ms", 0.0421).text()).isEqualTo("0.042 ms");
        assertThat(Figure.of("lost", "", 0).text()).isEqualTo("0");
    }

    @Test
    void theMedianOfAnEvenNumberLiesBetweenTheMiddleOnes() {
        assertThat(new Figure("rate", "/s", List.of(4.0, 1.0, 3.0, 2.0)).median())
                .isEqualTo(2.5);
    }

    @Test
    void whatWasNotMeasuredIsNoFigure() {
        assertThatThrownBy(() -> new Figure("rate", "/s", List.of())).isInstanceOf(IllegalArgumentException.class);
    }
}
