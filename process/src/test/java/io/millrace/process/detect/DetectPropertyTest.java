package io.millrace.process.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.model.Quality;
import io.millrace.model.Value;
import io.millrace.process.core.Content;
import io.millrace.process.core.Input;
import io.millrace.process.core.Processor;
import io.millrace.process.core.Step;
import io.millrace.process.core.Told;
import io.millrace.process.detect.DetectOptions.Combine;
import io.millrace.process.detect.Watching.Options;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever the order of arrival, the pauses and the restarts: in the end the same is true. */
class DetectPropertyTest {

    private static List<Options> rules() {
        return List.of(
                Options.zScore(20, 2, 5).delays(2, 1),
                Options.zScore(10, 2, 5).gap(4),
                Options.learntEwma(10).clearAt(0.5),
                Options.learntCusum(10).gap(5),
                Options.band(Duration.ofSeconds(12), Duration.ofSeconds(2), 0.3),
                Options.learntCusum(10).several(Combine.EACH, "a", "b"),
                Options.zScore(10, 2, 5)
                        .several(Combine.MAX, "a", "b", "c")
                        .gap(4)
                        .delays(1, 2));
    }

    private static List<Input> inputs(Random random, Options options) {
        List<String> names = options.input == null ? List.copyOf(options.inputs.keySet()) : List.of("x");
        List<Input> inputs = new ArrayList<>();
        for (int second = 1; second <= 60; second++) {
            for (String name : names) {
                int dice = random.nextInt(12);
                double value = Math.sin(second / 2.0) + random.nextGaussian() * 0.3 + (second > 45 ? 2 : 0);
                if (dice < 9) {
                    inputs.add(Watching.input(name, second, value));
                } else if (dice == 9) {
                    inputs.add(Watching.input(name, second, Watching.bad(Quality.BAD_TIMEOUT)));
                } else if (dice == 10) {
                    inputs.add(Watching.input(name, second, new Content.Measured(Value.of(value), Quality.UNCERTAIN)));
                }
            }
        }
        return inputs;
    }

    private static Told plain(Options options, List<Input> inputs) {
        Watching watching = new Watching(options);
        inputs.forEach(watching::take);
        watching.passTo(100);
        assertThat(watching.told.truth()).isNotEmpty();
        return watching.told;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void theOrderOfArrivalDoesNotMatter(long seed) {
        for (Options options : rules()) {
            Random random = new Random(seed);
            List<Input> inputs = inputs(random, options);
            List<Input> shuffled = new ArrayList<>(inputs);
            Collections.shuffle(shuffled, random);
            Watching late = new Watching(options);
            shuffled.forEach(late::take);
            late.passTo(100);

            assertThat(late.told.truth()).isEqualTo(plain(options, inputs).truth());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14})
    void timeThatPassesInBetweenDoesNotMatter(long seed) {
        for (Options options : rules()) {
            Random random = new Random(seed);
            List<Input> inputs = inputs(random, options);
            Watching slow = new Watching(options);
            for (Input input : inputs) {
                slow.passTo(input.timestampMicros() / Watching.SECOND - random.nextInt(3) * 0.3);
                slow.take(input);
            }
            slow.passTo(80);
            slow.passTo(100);

            assertThat(slow.told.truth()).isEqualTo(plain(options, inputs).truth());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {21, 22, 23, 24})
    void aRestartAfterEachInputChangesNoNumber(long seed) throws IOException {
        for (Options options : rules()) {
            List<Input> inputs = inputs(new Random(seed), options);
            Processor<Object> processor = new Watching(options).processor;
            assertThat(said(processor, inputs, true)).isEqualTo(said(processor, inputs, false));
        }
    }

    private static List<Object> said(Processor<Object> processor, List<Input> inputs, boolean restarts)
            throws IOException {
        List<Object> said = new ArrayList<>();
        Object state = processor.begin();
        for (Input input : inputs) {
            Step<Object> passed = processor.advance(state, input.timestampMicros());
            Step<Object> applied = processor.apply(passed.state(), input);
            said.addAll(passed.outputs());
            said.addAll(applied.outputs());
            state = restarts ? throughBytes(processor, applied.state()) : applied.state();
        }
        said.addAll(processor.advance(state, Long.MAX_VALUE).outputs());
        return said;
    }

    private static Object throughBytes(Processor<Object> processor, Object state) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        processor.codec().write(state, new DataOutputStream(bytes));
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes.toByteArray()));
        Object read = processor.codec().read(in);
        assertThat(in.available()).isZero();
        return read;
    }

    /** The limits that are drawn are those that are judged by. */
    @ParameterizedTest
    @ValueSource(longs = {31, 32, 33, 34, 35})
    void aScoreIsAboveTheLimitWhereTheValueIsOutsideTheBand(long seed) {
        Random random = new Random(seed);
        List<Options> rules = List.of(
                Options.zScore(20, 2, 5),
                Options.learntEwma(10),
                Options.learntCusum(10),
                Options.band(Duration.ofSeconds(12), Duration.ofSeconds(2), 0.3));
        for (Options options : rules) {
            double limit = options.zScore != null ? 2 : options.cusum != null ? 5 : 3;
            Watching watching = new Watching(options);
            int judged = 0;
            for (int second = 1; second <= 300; second++) {
                double value = Math.sin(second * Math.PI / 6) + random.nextGaussian() * (second > 150 ? 2 : 0.3);
                watching.take(second, value);
                double score = watching.number("score", second);
                if (!Double.isNaN(score)) {
                    judged++;
                    boolean outside = value > watching.number("high", second) || value < watching.number("low", second);
                    assertThat(outside).as("%f at %d", score, second).isEqualTo(score > limit);
                }
            }
            assertThat(judged).isGreaterThan(200);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {41, 42, 43})
    void numbersOfAnySizeGiveFiniteScores(long seed) {
        Random random = new Random(seed);
        for (Options options : rules()) {
            if (options.input == null) {
                continue;
            }
            Watching watching = new Watching(options);
            for (int second = 1; second <= 200; second++) {
                double size = Math.pow(10, random.nextInt(300) - 150);
                watching.take(second, (random.nextBoolean() ? 1 : -1) * Math.min(1e150, size));
            }
            watching.told.truth().forEach((identity, content) -> {
                if (identity.topic().endsWith("/score")
                        && ((Content.Measured) content).value() instanceof Value.Real real) {
                    assertThat(real.value()).isBetween(0.0, Verdict.MOST);
                }
            });
        }
    }
}
