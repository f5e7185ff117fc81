package io.millrace.process.window;

import static io.millrace.process.window.Run.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.model.Quality;
import io.millrace.model.Topic;
import io.millrace.model.Value;
import io.millrace.process.core.Content;
import io.millrace.process.core.Head;
import io.millrace.process.core.Horizon;
import io.millrace.process.core.Identity;
import io.millrace.process.core.Input;
import io.millrace.process.core.Output;
import io.millrace.process.core.Processor;
import io.millrace.process.core.Told;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Windows over random samples, held against what somebody computes who has all of them on the table. */
class WindowPropertyTest {

    private static final long BEGIN = at("2026-03-02T10:00:00Z");
    private static final long MINUTE = 60_000_000L;
    private static final Topic TOPIC = Run.NAMESPACE.parse("umh/v1/" + Run.LOCATION + "/_historian/temperature");
    private static final String[] ALL = {
        "count", "sum", "min", "max", "mean", "first", "last", "rate", "time-weighted-mean", "p50", "p95", "duration"
    };

    /** A sample; without a value it is Bad. */
    private record Sample(long time, @Nullable Double value) {

        private Input input() {
            Content content = value == null
                    ? new Content.Measured(null, Quality.BAD_SENSOR_FAILURE)
                    : Content.of(Value.of(value));
            return Input.of("input", TOPIC, time, content);
        }
    }

    private static List<Sample> samples(Random random, int count) {
        List<Sample> samples = new ArrayList<>();
        long time = BEGIN;
        for (int i = 0; i < count; i++) {
            time += random.nextInt(20) == 0 ? random.nextInt(15 * 60) * 1_000_000L + 1 : 1 + random.nextInt(5_000_000);
            if (random.nextInt(10) == 0) {
                time = time / MINUTE * MINUTE + MINUTE; // right on a boundary
            }
            samples.add(new Sample(time, random.nextInt(12) == 0 ? null : random.nextGaussian() * 100));
        }
        return samples;
    }

    private static Map<String, Content> told(List<Output> outputs) {
        Map<String, Content> told = new TreeMap<>();
        for (Output output : outputs) {
            Content before = told.put(output.topic().tag() + "@" + output.timestampMicros(), output.content());
            assertThat(before).as("told twice").isNull();
        }
        return told;
    }

    private static double number(Map<String, Content> told, String aggregate, long start) {
        Content content = told.get(aggregate + "@" + start);
        assertThat(content).as(aggregate + " at " + start).isInstanceOf(Content.Measured.class);
        Value value = ((Content.Measured) content).value();
        assertThat(value).as(aggregate + " at " + start).isNotNull();
        return Numbers.real(value);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void whatIsToldIsWhatTheSamplesOfEachWindowComeTo(long seed) {
        Random random = new Random(seed);
        List<Sample> samples = samples(random, 400);
        int panes = 1 + random.nextInt(5);
        long hold = random.nextBoolean() ? Long.MAX_VALUE : 90_000_000L;
        Duration longestHold = hold == Long.MAX_VALUE ? null : Duration.ofSeconds(90);
        Run run = new Run(Run.window(Duration.ofMinutes(panes), Duration.ofMinutes(1), longestHold, ALL));
        for (Sample sample : samples) {
            run.give(sample.input());
        }
        long end = samples.get(samples.size() - 1).time() + 20 * MINUTE;
        run.pass(end);
        Map<String, Content> told = told(run.outputs());

        int windows = 0;
        for (long start = BEGIN - panes * MINUTE; start + panes * MINUTE <= end; start += MINUTE) {
            long from = start;
            long to = start + panes * MINUTE;
            List<Sample> inside = samples.stream()
                    .filter(sample -> sample.time() >= from && sample.time() < to)
                    .toList();
            double[] weight = weigh(samples, from, to, hold);
            if (inside.isEmpty()) {
                assertThat(told).doesNotContainKey("count@" + start);
                boolean held = hold != Long.MAX_VALUE && weight[1] > 0;
                assertThat(told.containsKey("time-weighted-mean@" + start)).isEqualTo(held);
            } else {
                windows++;
                check(told, start, inside);
            }
            if (told.containsKey("time-weighted-mean@" + start) && weight[1] > 0) {
                assertThat(number(told, "time-weighted-mean", start)).isCloseTo(weight[0] / weight[1], within(1e-9));
            }
        }
        assertThat(windows).isGreaterThan(10);
        assertThat(told.keySet().stream().filter(key -> key.startsWith("count@")))
                .hasSize(windows);
    }

    /** Area and time of what is valid between two times, from all samples before its end. */
    private static double[] weigh(List<Sample> samples, long from, long to, long hold) {
        double area = 0;
        double time = 0;
        for (int i = 0; i < samples.size(); i++) {
            Double value = samples.get(i).value();
            long since = samples.get(i).time();
            long until = i + 1 < samples.size() ? samples.get(i + 1).time() : Long.MAX_VALUE;
            if (hold != Long.MAX_VALUE) {
                until = Math.min(until, since + hold);
            }
            long length = Math.min(until, to) - Math.max(since, from);
            if (value != null && length > 0) {
                area += value * length;
                time += length;
            }
        }
        return new double[] {area, time};
    }

    private static void check(Map<String, Content> told, long start, List<Sample> inside) {
        List<Sample> usable =
                inside.stream().filter(sample -> sample.value() != null).toList();
        assertThat(number(told, "count", start)).isEqualTo(usable.size());
        if (usable.isEmpty()) {
            assertThat(told.get("mean@" + start)).isEqualTo(new Content.Measured(null, Quality.BAD_NO_DATA));
            return;
        }
        double[] sorted = usable.stream().mapToDouble(Sample::value).sorted().toArray();
        BigDecimal sum =
                usable.stream().map(sample -> new BigDecimal(sample.value())).reduce(BigDecimal.ZERO, BigDecimal::add);
        Sample first = usable.get(0);
        Sample last = usable.get(usable.size() - 1);

        assertThat(number(told, "sum", start)).isEqualTo(sum.doubleValue());
        assertThat(number(told, "mean", start))
                .isEqualTo(sum.divide(BigDecimal.valueOf(sorted.length), new MathContext(60))
                        .doubleValue());
        assertThat(number(told, "min", start)).isEqualTo(sorted[0]);
        assertThat(number(told, "max", start)).isEqualTo(sorted[sorted.length - 1]);
        assertThat(number(told, "first", start)).isEqualTo(first.value());
        assertThat(number(told, "last", start)).isEqualTo(last.value());
        assertThat(number(told, "p50", start))
                .isCloseTo((sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2, within(1e-12));
        double rank = (sorted.length - 1) * 0.95;
        double low = sorted[(int) rank];
        double high = sorted[Math.min((int) rank + 1, sorted.length - 1)];
        assertThat(number(told, "p95", start)).isCloseTo(low + (high - low) * (rank - (int) rank), within(1e-12));
        if (sorted.length > 1) {
            assertThat(number(told, "rate", start))
                    .isCloseTo((last.value() - first.value()) / ((last.time() - first.time()) / 1e6), within(1e-9));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13})
    void aHoppingWindowIsWhatTheTumblingWindowsInItComeTo(long seed) {
        Random random = new Random(seed);
        Run hopping = new Run(Run.window(Duration.ofMinutes(3), Duration.ofMinutes(1), null, "count", "sum", "max"));
        Run tumbling = new Run(Run.window(Duration.ofMinutes(1), null, null, "count", "sum", "max"));
        long time = BEGIN;
        for (int i = 0; i < 500; i++) {
            time += 1 + random.nextInt(20_000_000);
            long value = random.nextInt(1000) - 500;
            hopping.whole(time, value);
            tumbling.whole(time, value);
        }
        Map<String, Content> hops = told(hopping.pass(time + 10 * MINUTE).outputs());
        Map<String, Content> tumbles = told(tumbling.pass(time + 10 * MINUTE).outputs());

        for (long start = BEGIN - 3 * MINUTE; start < time; start += MINUTE) {
            long count = 0;
            long sum = 0;
            double max = Double.NEGATIVE_INFINITY;
            for (int pane = 0; pane < 3; pane++) {
                long at = start + pane * MINUTE;
                if (tumbles.containsKey("count@" + at)) {
                    count += (long) number(tumbles, "count", at);
                    sum += (long) number(tumbles, "sum", at);
                    max = Math.max(max, number(tumbles, "max", at));
                }
            }
            assertThat(hops.containsKey("count@" + start)).isEqualTo(count > 0);
            if (count > 0) {
                assertThat(number(hops, "count", start)).isEqualTo(count);
                assertThat(number(hops, "sum", start)).isEqualTo(sum);
                assertThat(number(hops, "max", start)).isEqualTo(max);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {21, 22, 23, 24})
    void sessionsAreWhatGapsCutTheSamplesInto(long seed) {
        Random random = new Random(seed);
        List<Sample> samples = samples(random, 300);
        Run run = new Run(Run.session(Duration.ofSeconds(10), Duration.ofMinutes(2), "count", "duration", "sum"));
        for (Sample sample : samples) {
            run.give(sample.input());
        }
        run.pass(samples.get(samples.size() - 1).time() + MINUTE);

        Map<Long, Long> expected = new TreeMap<>();
        long start = Long.MIN_VALUE;
        long last = Long.MIN_VALUE;
        for (Sample sample : samples) {
            if (sample.value() == null) {
                continue;
            }
            boolean next = start == Long.MIN_VALUE
                    || sample.time() - last >= 10_000_000L
                    || sample.time() - start >= 2 * MINUTE;
            start = next ? sample.time() : start;
            last = sample.time();
            expected.merge(start, 1L, Long::sum);
        }
        Map<Long, Long> counted = new TreeMap<>();
        for (Output output : run.outputs()) {
            if (output.topic().tag().equals("count")) {
                Value value = ((Content.Measured) output.content()).value();
                counted.put(output.timestampMicros(), value instanceof Value.Whole whole ? whole.value() : -1L);
            }
        }
        assertThat(counted).isEqualTo(expected).hasSizeGreaterThan(5);
    }

    @ParameterizedTest
    @ValueSource(longs = {31, 32, 33, 34})
    void lateSamplesCorrectWhatWasTold(long seed) {
        Random random = new Random(seed);
        List<Sample> samples = samples(random, 300);
        WindowOptions options = Run.window(Duration.ofMinutes(2), Duration.ofMinutes(1), Duration.ofMinutes(4), ALL);
        long end = samples.get(samples.size() - 1).time() + 20 * MINUTE;
        Run run = new Run(options);
        for (Sample sample : samples) {
            run.give(sample.input());
        }
        Map<Identity, Content> expected = new TreeMap<>();
        run.pass(end).outputs().forEach(output -> expected.put(output.identity(), output.content()));

        List<Sample> shuffled = new ArrayList<>(samples);
        for (int i = 0; i + 12 <= shuffled.size(); i += 6) {
            Collections.shuffle(shuffled.subList(i, i + 12), random);
        }
        Processor<WindowState> processor = Run.processor(options, Run.ZONE);
        Horizon<WindowState> horizon =
                new Horizon<>(processor, 24 * 60 * MINUTE, 1000, Head.begin(processor), List.of());
        Told told = new Told();
        for (Sample sample : shuffled) {
            told.hear(horizon.take(sample.input(), end).emissions());
            if (random.nextInt(10) == 0) {
                told.hear(horizon.advance(sample.time() + MINUTE));
            }
        }
        told.hear(horizon.advance(end));

        assertThat(told.truth()).isEqualTo(expected);
    }
}
