package io.millrace.process.window;

import static io.millrace.process.window.Run.at;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PercentilesTest {

    private static Spread spread(int most, int count) {
        Spread spread = Spread.empty(most);
        for (int i = 0; i < count; i++) {
            spread = spread.plus(i);
        }
        return spread;
    }

    private static double percentile(Spread spread, double share) {
        Pane pane = new Pane(0, 1, null, 0, 1, Total.ZERO, null, null, null, null, Weight.NONE, spread, false);
        return Numbers.real(java.util.Objects.requireNonNull(new Percentiles(List.of(pane)).at(share)));
    }

    @Test
    void aStraightLineLiesBetweenNeighbours() {
        // the example of NumPy, PostgreSQL and spreadsheets: 15 20 35 40 50
        Spread spread = Spread.empty(10).plus(35).plus(15).plus(50).plus(20).plus(40);

        assertThat(percentile(spread, 0)).isEqualTo(15);
        assertThat(percentile(spread, 0.05)).isEqualTo(16); // rank 0.2: 15 + 0.2 * 5
        assertThat(percentile(spread, 0.4)).isEqualTo(29); // rank 1.6: 20 + 0.6 * 15
        assertThat(percentile(spread, 0.5)).isEqualTo(35);
        assertThat(percentile(spread, 1)).isEqualTo(50);
    }

    @Test
    void betweenTheLargestNumbersOfBothSignsTheLineDoesNotOverflow() {
        assertThat(percentile(Spread.empty(10).plus(-1.6e308).plus(1.6e308), 0.5))
                .isZero();
    }

    @Test
    void allNumbersAreKeptAsLongAsTheyAreFew() {
        assertThat(spread(8, 8).stride()).isEqualTo(1);
        assertThat(spread(8, 8).numbers()).containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
    }

    @Test
    void ofTooManyEverySecondIsKeptThenEveryFourth() {
        assertThat(spread(8, 9).numbers()).containsExactly(0, 2, 4, 6, 8);
        assertThat(spread(8, 15).numbers()).containsExactly(0, 2, 4, 6, 8, 10, 12, 14);
        assertThat(spread(8, 17).numbers()).containsExactly(0, 4, 8, 12, 16);
        assertThat(spread(8, 17).stride()).isEqualTo(4);
        assertThat(spread(8, 18).skip()).isEqualTo(2);
    }

    @Test
    void whatIsKeptStaysSpreadEvenlyWhereverItStops() {
        for (int count = 1; count < 3000; count++) {
            Spread spread = spread(16, count);
            int stride = spread.stride();
            double[] expected = IntStream.range(0, (count + stride - 1) / stride)
                    .mapToDouble(i -> (double) i * stride)
                    .toArray();
            assertThat(spread.numbers()).isEqualTo(expected);
            assertThat(spread.size()).isLessThanOrEqualTo(16);
            assertThat(Spread.of(16, spread.numbers(), stride, spread.skip())).isEqualTo(spread);
        }
    }

    @Test
    void anEarlierSpreadDoesNotChangeWithTheLaterOne() {
        List<Spread> spreads = new ArrayList<>(List.of(Spread.empty(8)));
        for (int i = 0; i < 100; i++) {
            spreads.add(spreads.get(i).plus(i));
        }
        for (int i = 0; i <= 100; i++) {
            assertThat(spreads.get(i)).isEqualTo(spread(8, i));
        }
    }

    @Test
    void aPercentileOfMoreNumbersThanAreKeptIsCloseAndUncertain() {
        Run run = new Run(Run.window(Duration.ofDays(1), null, null, "p50", "p95", "max"));
        Random random = new Random(5);
        long begin = at("2026-03-02T00:00:00Z");
        for (int i = 0; i < 5000; i++) {
            run.good(begin + i * 1000L, random.nextDouble());
        }
        run.pass(at("2026-03-03T00:00:00Z"));

        // of 2,500 kept of 5,000 numbers spread evenly over 0 to 1: 0.03 are three standard deviations at p50
        assertThat(run.told("p50")).singleElement().satisfies(told -> {
            assertThat(told).endsWith("Uncertain_SubNormal");
            assertThat(Double.parseDouble(told.split(" ")[1])).isBetween(0.47, 0.53);
        });
        assertThat(run.told("max")).singleElement().satisfies(told -> assertThat(told)
                .endsWith("Good"));
    }

    @Test
    void upTo4096NumbersAWindowIsExact() {
        Run run = new Run(Run.window(Duration.ofDays(1), null, null, "p50"));
        long begin = at("2026-03-02T00:00:00Z");
        for (int i = 0; i < 4096; i++) {
            run.whole(begin + i * 1000L, 4095 - i);
        }
        run.pass(at("2026-03-03T00:00:00Z"));

        assertThat(run.told("p50")).containsExactly("2026-03-01T23:00:00Z 2047.5 Good");
    }
}
