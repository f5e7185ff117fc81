package io.millrace.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.millrace.model.ProblemException;
import io.millrace.model.Quality;
import io.millrace.model.Sample;
import io.millrace.model.Topic;
import io.millrace.model.Value;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReportTest {

    private static final Topic TOPIC = Bench.NAMESPACE.topic("works", "_historian", "t");
    private static final long SECOND = 1_000_000_000L;

    private final List<Sample> written = new ArrayList<>();

    @Test
    void aDeadBandLeavesOutWhatDiffersNoMore() {
        Report report = new Report(deadBand(0.5));
        offer(report, 10, 10.5, 9.5, 10.6, 10.2, 11.2);
        assertThat(values()).containsExactly(10.0, 10.6, 11.2);
        assertThat(report.offered()).isEqualTo(6);
        assertThat(report.passed()).isEqualTo(3);
    }

    @Test
    void aSlowDriftPassesADeadBandInTheEnd() {
        Report report = new Report(deadBand(1));
        offer(report, IntStream.range(0, 100).mapToDouble(i -> i * 0.1).toArray());
        assertThat(values()).hasSize(10).contains(0.0).allMatch(value -> value < 10);
    }

    @Test
    void qualityChangesAlwaysPass() {
        Report report = new Report(deadBand(100));
        report.offer(sample(0, 1.0, Quality.GOOD), 0, written::add);
        report.offer(sample(1, 1.1, Quality.UNCERTAIN), SECOND, written::add);
        report.offer(new Sample(TOPIC, 2, true, null, Quality.BAD_SENSOR_FAILURE, null), 2 * SECOND, written::add);
        report.offer(sample(3, 1.2, Quality.GOOD), 3 * SECOND, written::add);
        report.offer(sample(4, 1.3, Quality.GOOD), 4 * SECOND, written::add);
        assertThat(written).extracting(Sample::timestampMicros).containsExactly(0L, 1L, 2L, 3L);
    }

    @Test
    void textsAndBooleansPassWheneverTheyChange() {
        Report report = new Report(deadBand(5));
        for (Value value : List.of(
                Value.of("run"), Value.of("run"), Value.of("stop"), Value.of(true), Value.of(true), Value.of(false))) {
            report.offer(Sample.of(TOPIC, written.size() + 1, value, Quality.GOOD), 0, written::add);
        }
        assertThat(written)
                .extracting(Sample::value)
                .containsExactly(Value.of("run"), Value.of("stop"), Value.of(true), Value.of(false));
    }

    @Test
    void afterTheLongestIntervalTheNextOneIsWritten() {
        Report report = new Report(new ReportRule(5, 0, Duration.ZERO, Duration.ofSeconds(10)));
        for (int second = 0; second <= 25; second++) {
            report.offer(sample(second * 1_000_000L, 1.0, Quality.GOOD), second * SECOND, written::add);
        }
        assertThat(written).extracting(Sample::timestampMicros).containsExactly(0L, 10_000_000L, 20_000_000L);
    }

    @Test
    void withinTheShortestIntervalTheNewestWaits() {
        Report report = new Report(new ReportRule(0.5, 0, Duration.ofSeconds(10), null));
        report.offer(sample(0, 1, Quality.GOOD), 0, written::add);
        report.offer(sample(1, 2, Quality.GOOD), SECOND, written::add);
        report.offer(sample(2, 3, Quality.GOOD), 2 * SECOND, written::add);
        report.release(9 * SECOND, written::add);
        assertThat(values()).containsExactly(1.0);
        assertThat(report.dueNanos()).isEqualTo(10 * SECOND);

        report.release(10 * SECOND, written::add);
        assertThat(values()).containsExactly(1.0, 3.0);
        assertThat(report.dueNanos()).isEqualTo(Report.NEVER);
    }

    @Test
    void whatComesBackWithinTheShortestIntervalIsForgotten() {
        Report report = new Report(new ReportRule(0.5, 0, Duration.ofSeconds(10), null));
        report.offer(sample(0, 1, Quality.GOOD), 0, written::add);
        report.offer(sample(1, 9, Quality.GOOD), SECOND, written::add);
        report.offer(sample(2, 1.1, Quality.GOOD), 2 * SECOND, written::add);
        report.release(20 * SECOND, written::add);
        assertThat(values()).containsExactly(1.0);
    }

    /** By hand: the line from (0, 0) through the ramp takes everything up to its end; the step begins another. */
    @Test
    void aSwingingDoorKeepsTheCornersOfACurve() {
        Report report = new Report(door(0.1));
        offer(report, 0, 1, 2, 3, 4, 4, 4, 4, 0, 0);
        report.offer(new Sample(TOPIC, 99_000_000, true, null, Quality.BAD_NO_DATA, null), 0, written::add);
        assertThat(written)
                .extracting(Sample::timestampMicros)
                .containsExactly(0L, 4_000_000L, 7_000_000L, 8_000_000L, 9_000_000L, 99_000_000L);
    }

    @Test
    void aSwingingDoorLetsTheLastOneOutWhenTimeIsUp() {
        Report report = new Report(new ReportRule(0, 1, Duration.ZERO, Duration.ofSeconds(60)));
        report.offer(sample(0, 1, Quality.GOOD), 0, written::add);
        report.offer(sample(1_000_000, 1.2, Quality.GOOD), SECOND, written::add);
        assertThat(values()).containsExactly(1.0);
        report.release(59 * SECOND, written::add);
        assertThat(values()).containsExactly(1.0);
        report.release(60 * SECOND, written::add);
        assertThat(values()).containsExactly(1.0, 1.2);
    }

    @Test
    void aClockThatGoesBackBeginsAnotherLine() {
        Report report = new Report(door(1));
        for (long second : new long[] {10, 11, 12, 3, 4, 5}) {
            report.offer(sample(second * 1_000_000, 1, Quality.GOOD), second * SECOND, written::add);
        }
        assertThat(written)
                .extracting(sample -> sample.timestampMicros() / 1_000_000)
                .containsExactly(10L, 12L, 3L);
    }

    /** For every signal and width: whoever holds the last written value is never farther off than the band. */
    @Test
    void theDeadBandBoundsTheErrorOfTheLastValue() {
        signals().forEach((name, signal) -> {
            for (double width : new double[] {0.01, 0.1, 1, 10}) {
                written.clear();
                Report report = new Report(deadBand(width));
                for (Sample sample : signal) {
                    report.offer(sample, sample.timestampMicros() * 1_000, written::add);
                    double last = number(written.get(written.size() - 1));
                    assertThat(Math.abs(number(sample) - last))
                            .as(name + " " + width)
                            .isLessThanOrEqualTo(width);
                }
                assertThat(report.offered() - report.passed()).isEqualTo(signal.size() - written.size());
            }
        });
    }

    /** For every signal and width: the line through the written samples passes all others at that distance at most. */
    @Test
    void theSwingingDoorBoundsTheErrorOfTheLine() {
        signals().forEach((name, signal) -> {
            for (double width : new double[] {0.01, 0.1, 1, 10}) {
                written.clear();
                Report report = new Report(door(width));
                signal.forEach(sample -> report.offer(sample, sample.timestampMicros() * 1_000, written::add));
                long end = signal.get(signal.size() - 1).timestampMicros();
                report.offer(new Sample(TOPIC, end + 1, true, null, Quality.BAD_OUT_OF_SERVICE, null), 0, written::add);
                written.remove(written.size() - 1);
                assertThat(written.get(0)).isEqualTo(signal.get(0));
                assertThat(written.get(written.size() - 1)).isEqualTo(signal.get(signal.size() - 1));
                assertThat(written).isSubsetOf(signal);
                int at = 0;
                for (Sample sample : signal) {
                    while (written.get(at + 1 < written.size() ? at + 1 : at).timestampMicros()
                            < sample.timestampMicros()) {
                        at++;
                    }
                    Sample left = written.get(at);
                    Sample right = written.get(Math.min(at + 1, written.size() - 1));
                    assertThat(number(sample))
                            .as("%s %s at %s", name, width, sample.timestampMicros())
                            .isCloseTo(line(left, right, sample.timestampMicros()), within(width * (1 + 1e-9) + 1e-9));
                }
            }
        });
    }

    /** What the filters are for: a recorded temperature of a kiln, polled each second. */
    @Test
    void theyLeaveOutMostOfARecordedTemperature() {
        List<Sample> signal = recorded();
        Report band = new Report(deadBand(2));
        Report line = new Report(door(2));
        signal.forEach(sample -> {
            band.offer(sample, 0, unused -> {});
            line.offer(sample, 0, unused -> {});
        });
        assertThat(band.passed()).isLessThan(signal.size() / 2);
        assertThat(line.passed()).isLessThan(band.passed() / 5);
    }

    @Test
    void rulesThatContradictThemselvesAreRefused() {
        assertThatThrownBy(() -> new ReportRule(1, 1, Duration.ZERO, null))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("not both");
        assertThatThrownBy(() -> new ReportRule(0, 1, Duration.ofSeconds(1), null))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("cannot promise");
        assertThatThrownBy(() -> new ReportRule(0, 0, Duration.ofSeconds(2), Duration.ofSeconds(1)))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("shorter");
        assertThatThrownBy(() -> new ReportRule(Double.NaN, 0, Duration.ZERO, null))
                .isInstanceOf(ProblemException.class);
        assertThatThrownBy(() -> new ReportRule(-1, 0, Duration.ZERO, null)).isInstanceOf(ProblemException.class);
    }

    @Test
    void aRuleSaysWhatItDoes() {
        assertThat(new ReportRule(0.5, 0, Duration.ofMillis(200), Duration.ofMinutes(1)).words())
                .isEqualTo("dead-band 0.5, at most every 0.2 s, at least every 60 s");
        assertThat(ReportRule.EVERY_CHANGE.words()).isEqualTo("every change");
    }

    private static Map<String, List<Sample>> signals() {
        Random random = new Random(20_261_121);
        double[] walk = new double[3_000];
        for (int i = 1; i < walk.length; i++) {
            walk[i] = walk[i - 1] + random.nextGaussian();
        }
        double[] steps = new double[3_000];
        for (int i = 1; i < steps.length; i++) {
            steps[i] = random.nextInt(50) == 0 ? random.nextDouble() * 100 : steps[i - 1];
        }
        return Map.of(
                "walk", signal(random, walk.length, i -> walk[i]),
                "steps", signal(random, steps.length, i -> steps[i]),
                "sine", signal(random, 3_000, i -> 20 * Math.sin(i / 40.0)),
                "noise", signal(random, 3_000, i -> 5 * Math.sin(i * i)),
                "recorded", recorded());
    }

    /** At distances between a microsecond and two seconds. */
    private static List<Sample> signal(Random random, int length, IntToDoubleFunction value) {
        List<Sample> samples = new ArrayList<>();
        long micros = 0;
        for (int i = 0; i < length; i++) {
            micros += 1 + random.nextInt(2_000_000);
            samples.add(sample(micros, value.applyAsDouble(i), Quality.GOOD));
        }
        return samples;
    }

    private static List<Sample> recorded() {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(ReportTest.class.getResourceAsStream("kiln-temperature.csv")),
                StandardCharsets.UTF_8))) {
            return lines.lines()
                    .skip(1)
                    .map(line -> line.split(","))
                    .map(cells ->
                            sample(Long.parseLong(cells[0]) * 1_000_000, Double.parseDouble(cells[1]), Quality.GOOD))
                    .toList();
        } catch (IOException unreadable) {
            throw new IllegalStateException(unreadable);
        }
    }

    private static double line(Sample left, Sample right, long micros) {
        if (left.timestampMicros() == right.timestampMicros()) {
            return number(left);
        }
        double share = (micros - left.timestampMicros()) / (double) (right.timestampMicros() - left.timestampMicros());
        return number(left) + share * (number(right) - number(left));
    }

    private static ReportRule deadBand(double width) {
        return new ReportRule(width, 0, Duration.ZERO, null);
    }

    private static ReportRule door(double width) {
        return new ReportRule(0, width, Duration.ZERO, null);
    }

    private void offer(Report report, double... values) {
        for (int i = 0; i < values.length; i++) {
            report.offer(sample(i * 1_000_000L, values[i], Quality.GOOD), i * SECOND, written::add);
        }
    }

    private static Sample sample(long micros, double value, Quality quality) {
        return Sample.of(TOPIC, micros, Value.of(value), quality);
    }

    private List<Double> values() {
        return written.stream().map(ReportTest::number).toList();
    }

    private static double number(Sample sample) {
        return ((Value.Real) Objects.requireNonNull(sample.value())).value();
    }
}
