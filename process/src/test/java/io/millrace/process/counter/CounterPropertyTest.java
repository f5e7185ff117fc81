package io.millrace.process.counter;

import static io.millrace.process.counter.Counting.BRUSSELS;
import static io.millrace.process.counter.Counting.REJECTS;
import static io.millrace.process.counter.Counting.TAG;
import static io.millrace.process.counter.Counting.micros;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.model.Quality;
import io.millrace.model.Value;
import io.millrace.process.core.Content;
import io.millrace.process.core.Head;
import io.millrace.process.core.Horizon;
import io.millrace.process.core.Input;
import io.millrace.process.core.Output;
import io.millrace.process.core.Processor;
import io.millrace.process.core.Step;
import io.millrace.process.core.Told;
import io.millrace.process.counter.CounterOptions.OnReset;
import io.millrace.process.counter.CounterOptions.Passages;
import io.millrace.process.counter.CounterOptions.Period;
import io.millrace.process.counter.CounterOptions.Running;
import io.millrace.process.counter.CounterOptions.Scrap;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for any pieces at any times. */
class CounterPropertyTest {

    private static final Period[] ALL = Counting.ALL.toArray(new Period[0]);
    private static final long START = micros("2026-10-23T00:00:00Z");

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void aWrappingCounterAndItsPeriodsGiveThePiecesThatWereMade(long seed) {
        Random random = new Random(seed);
        int modulus = 50 + random.nextInt(1000);
        int most = 1 + random.nextInt(modulus - 1);
        Counting counting = new Counting(Counting.running((long) modulus, most, ALL));
        Map<Instant, Long> hours = new TreeMap<>();
        Map<Instant, Long> days = new TreeMap<>();
        long made = random.nextInt(modulus);
        long first = made;
        long time = START;
        for (int i = 0; i < 3000; i++) {
            int step = i == 0 ? 0 : random.nextInt(most + 1);
            made += step;
            counting.send(Counting.sample("pieces", TAG, time, Value.of(made % modulus)));
            ZonedDateTime clock = Instant.EPOCH.plusNanos(time * 1000).atZone(BRUSSELS);
            hours.merge(clock.truncatedTo(ChronoUnit.HOURS).toInstant(), (long) step, Long::sum);
            days.merge(dayOf(clock), (long) step, Long::sum);
            time += 1
                    + random.nextLong(
                            TimeUnit.MINUTES.toMicros(5)); // about five days, the clock is put back on the third
        }
        assertThat(counting.state().pieces()).isEqualTo(made - first);
        counting.until(time + TimeUnit.DAYS.toMicros(1));
        assertThat(sums(counting, "hour")).containsAllEntriesOf(hours);
        assertThat(sums(counting, "day")).containsAllEntriesOf(days);
        assertThat(sums(counting, "shift").values().stream()
                        .mapToLong(Long::longValue)
                        .sum())
                .isEqualTo(made - first);
    }

    private static Instant dayOf(ZonedDateTime clock) {
        LocalTime six = LocalTime.of(6, 0);
        var date = clock.toLocalTime().isBefore(six) ? clock.toLocalDate().minusDays(1) : clock.toLocalDate();
        return date.atTime(six).atZone(BRUSSELS).toInstant();
    }

    private static Map<Instant, Long> sums(Counting counting, String period) {
        Map<Instant, Long> sums = new HashMap<>();
        for (String line : counting.told("_historian/pieces/" + period)) {
            String[] parts = line.split(" ");
            assertThat(sums.put(Instant.parse(parts[0]), Long.parseLong(parts[1])))
                    .isNull();
        }
        return sums;
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14, 15, 16})
    void itDoesNotMatterInHowManyStepsTimePassesNorHowOftenItIsRestarted(long seed) {
        for (CounterOptions options : List.of(plc(), barrier())) {
            Processor<CounterState> processor = Counting.processor(options);
            List<Input> inputs = inputs(new Random(seed), options, 400);
            long end = inputs.get(inputs.size() - 1).timestampMicros() + TimeUnit.DAYS.toMicros(20);
            Run plain = new Run(processor, state -> state);
            Run split = new Run(processor, state -> Counting.again(processor.codec(), state));
            Random random = new Random(seed);
            long before = START;
            for (Input input : inputs) {
                plain.advance(input.timestampMicros());
                split.advanceInSteps(before, input.timestampMicros(), random);
                assertThat(split.state).isEqualTo(plain.state);
                plain.take(processor.apply(plain.state, input));
                split.take(processor.apply(split.state, input));
                before = input.timestampMicros();
            }
            plain.advance(end);
            split.advanceInSteps(before, end, random);
            assertThat(split.outputs).isEqualTo(plain.outputs);
            assertThat(split.state).isEqualTo(plain.state);
            assertThat(plain.outputs).hasSizeGreaterThan(100);
        }
    }

    private static final class Run {
        private final Processor<CounterState> processor;
        private final UnaryOperator<CounterState> restart;
        private final List<Output> outputs = new ArrayList<>();
        private CounterState state;

        Run(Processor<CounterState> processor, UnaryOperator<CounterState> restart) {
            this.processor = processor;
            this.restart = restart;
            this.state = processor.begin();
        }

        void take(Step<CounterState> step) {
            outputs.addAll(step.outputs());
            state = restart.apply(step.state());
        }

        void advance(long to) {
            take(processor.advance(state, to));
        }

        /** Never says anything before its own next time, and goes there, to random times and back. */
        void advanceInSteps(long from, long to, Random random) {
            while (random.nextInt(4) > 0) {
                long stop = from + (to > from ? random.nextLong(to - from) : 0);
                if (stop < processor.nextTime(state)) {
                    assertThat(processor.advance(state, stop)).isEqualTo(Step.of(state));
                }
                advance(stop);
                advance(from);
                from = stop;
                long next = processor.nextTime(state);
                if (next < to) {
                    advance(next);
                    from = next;
                }
            }
            advance(to);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {21, 22, 23, 24})
    void theOrderOfArrivalDoesNotMatter(long seed) {
        for (CounterOptions options : List.of(plc(), barrier())) {
            Processor<CounterState> processor = Counting.processor(options);
            List<Input> inputs = inputs(new Random(seed), options, 250);
            long lateness = TimeUnit.HOURS.toMicros(6);
            Random random = new Random(seed);
            Map<Input, Long> arrivals = new HashMap<>();
            inputs.forEach(input -> arrivals.put(input, input.timestampMicros() + random.nextLong(lateness / 2)));
            List<Input> shuffled = new ArrayList<>(inputs);
            shuffled.sort(Comparator.comparing(arrivals::get));
            assertThat(truth(processor, shuffled, lateness)).isEqualTo(truth(processor, inputs, lateness));
        }
    }

    private static Map<?, ?> truth(Processor<CounterState> processor, List<Input> inputs, long lateness) {
        Horizon<CounterState> horizon = new Horizon<>(processor, lateness, 100_000, Head.begin(processor), List.of());
        Told told = new Told();
        long newest = START;
        for (Input input : inputs) {
            told.hear(horizon.take(input, Long.MAX_VALUE).emissions());
            newest = Math.max(newest, input.timestampMicros());
        }
        told.hear(horizon.advance(newest + TimeUnit.DAYS.toMicros(20)));
        return told.truth();
    }

    private static CounterOptions plc() {
        Scrap scrap = new Scrap(null, new Running(REJECTS, null, 30, OnReset.IGNORE), false);
        return Counting.options(null, new Running(TAG, 1000L, 100, OnReset.COUNT), null, scrap, ALL);
    }

    private static CounterOptions barrier() {
        Duration longest = Duration.ofMinutes(20);
        return Counting.options(
                null, null, new Passages(TAG, 80, 120, Duration.ofSeconds(30), longest), Counting.rejects(true), ALL);
    }

    /** Samples of both inputs in order of time, some Bad, some at one time, some days apart. */
    private static List<Input> inputs(Random random, CounterOptions options, int count) {
        List<Input> inputs = new ArrayList<>();
        long time = START;
        while (inputs.size() < count) {
            boolean distance = options.passages() != null;
            Content pieces = random.nextInt(20) == 0
                    ? new Content.Measured(null, Quality.BAD)
                    : Content.of(Value.of(distance ? 50L + random.nextInt(100) : random.nextInt(1000)));
            inputs.add(Counting.input("pieces", TAG, time, "", pieces));
            if (random.nextInt(3) == 0) {
                inputs.add(Counting.sample("scrap", REJECTS, time, Value.of(random.nextInt(40))));
            }
            long gap = random.nextInt(60) == 0 ? TimeUnit.DAYS.toMicros(12) : TimeUnit.MINUTES.toMicros(30);
            time += 1 + random.nextLong(gap);
        }
        return inputs;
    }
}
