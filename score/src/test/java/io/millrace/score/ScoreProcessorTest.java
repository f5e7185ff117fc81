package io.millrace.score;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.model.Namespace;
import io.millrace.model.Quality;
import io.millrace.model.Value;
import io.millrace.process.Setting;
import io.millrace.process.core.Content;
import io.millrace.process.core.Emission;
import io.millrace.process.core.Head;
import io.millrace.process.core.Horizon;
import io.millrace.process.core.Identity;
import io.millrace.process.core.Input;
import io.millrace.process.core.Place;
import io.millrace.process.core.Processor;
import io.millrace.process.core.Step;
import io.millrace.process.core.Taken;
import io.millrace.score.ScoreOptions.FeaturePart;
import io.millrace.score.ScoreOptions.Of;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Times in seconds. */
class ScoreProcessorTest {

    private static final Namespace NAMESPACE = new Namespace("umh/v1");
    private static final Setting SETTING = new Setting("wear", NAMESPACE, "works/line-1", ZoneId.of("Europe/Brussels"));
    private static final String HERE = "umh/v1/works/line-1/_historian/";
    private static final float[][] SUM = {{1}, {10}};

    private final Map<Identity, Content> truth = new TreeMap<>();
    private List<FeaturePart> features = List.of();
    private @Nullable String trigger;
    private @Nullable Duration staleAfter;
    private String answer = "y";

    @TempDir
    Path folder;

    @SuppressWarnings("unchecked")
    private Processor<ScoreState> processor(byte[] model) throws IOException {
        Map<String, String> inputs = new LinkedHashMap<>();
        inputs.put("a", "_historian/a");
        inputs.put("b", "_historian/b");
        ScoreOptions options = new ScoreOptions(
                Files.write(folder.resolve("model.onnx"), model),
                inputs,
                features,
                Map.of("wear", answer),
                trigger,
                staleAfter);
        return (Processor<ScoreState>)
                new ScoreKind().plan(options, SETTING).rule().apply(new Place(NAMESPACE, "works/line-1"));
    }

    private Horizon<ScoreState> horizon(byte[] model) throws IOException {
        Processor<ScoreState> processor = processor(model);
        return new Horizon<>(processor, 1_000_000_000_000L, 10_000, Head.begin(processor), List.of());
    }

    private static Input input(String name, double seconds, Content content) {
        return Input.of(name, NAMESPACE.parse(HERE + name), Math.round(seconds * 1e6), content);
    }

    private Taken take(Horizon<ScoreState> horizon, Input input) {
        Taken taken = horizon.take(input, input.timestampMicros());
        hear(taken.emissions());
        return taken;
    }

    private void take(Horizon<ScoreState> horizon, String name, double seconds, double value) {
        take(horizon, input(name, seconds, Content.of(Value.of(value))));
    }

    private void passTo(Horizon<ScoreState> horizon, double seconds) {
        hear(horizon.advance(Math.round(seconds * 1e6)));
    }

    private void hear(List<Emission> emissions) {
        for (Emission emission : emissions) {
            if (emission.output().content() instanceof Content.Retracted) {
                truth.remove(emission.output().identity());
            } else {
                truth.put(emission.output().identity(), emission.output().content());
            }
        }
    }

    private @Nullable Content at(double seconds) {
        return truth.get(new Identity(HERE + "wear", Math.round(seconds * 1e6), ""));
    }

    private static Content good(double value) {
        return Content.of(Value.of(value));
    }

    private static Content bad(Quality quality) {
        return new Content.Measured(null, quality);
    }

    @Test
    void anAnswerIsComputedOnceForATimeFromTheLastValues() throws IOException {
        Horizon<ScoreState> horizon = horizon(OnnxFile.linear(SUM, 0.5f));
        take(horizon, "a", 1, 1);
        take(horizon, "b", 1, 2);
        assertThat(truth).as("others of second 1 may still come").isEmpty();
        take(horizon, "a", 2, 3);
        passTo(horizon, 10);

        // 1 x 1 + 10 x 2 + 0.5, then with a 3
        assertThat(at(1)).isEqualTo(good(21.5));
        assertThat(at(2)).isEqualTo(good(23.5));
        assertThat(truth).hasSize(2);
    }

    @Test
    void itIsOnlyAskedWhenItsTriggerComes() throws IOException {
        trigger = "a";
        Horizon<ScoreState> horizon = horizon(OnnxFile.linear(SUM, 0));
        take(horizon, "a", 1, 1);
        take(horizon, "b", 2, 2);
        take(horizon, "a", 3, 1);
        take(horizon, "b", 4, 5);
        passTo(horizon, 10);

        assertThat(at(1)).as("b has not come").isEqualTo(bad(Quality.BAD_WAITING_FOR_INITIAL_DATA));
        assertThat(at(3)).isEqualTo(good(21));
        assertThat(truth).hasSize(2);
    }

    @Test
    void featuresOfTheLastValuesAreThoseOfTheOptions() throws IOException {
        features = List.of(
                new FeaturePart("a", Of.MEAN, 4),
                new FeaturePart("a", Of.STD, 4),
                new FeaturePart("a", Of.MIN, 3),
                new FeaturePart("a", Of.MAX, 4),
                new FeaturePart("a", Of.CHANGE, 3),
                new FeaturePart("b", Of.LAST, 20));
        float[][] places = {{1}, {100}, {1e4f}, {1e5f}, {1e6f}, {1e7f}};
        Horizon<ScoreState> horizon = horizon(OnnxFile.linear(places, 0));
        take(horizon, "b", 0, 0);
        double[] values = {100, 2, 4, 4, 6};
        for (int i = 0; i < values.length; i++) {
            take(horizon, "a", i + 1, values[i]);
        }
        passTo(horizon, 10);

        // of 2, 4, 4, 6: mean 4, deviation sqrt(8 / 3), least of three 4, most 6, change of three 2
        double expected = 4 + 100 * Math.sqrt(8.0 / 3) + 4e4 + 6e5 + 2e6;
        assertThat(at(3)).as("three of four values are there").isNull();
        assertThat(((Value.Real) ((Content.Measured) at(5)).value()).value())
                .isCloseTo(expected, org.assertj.core.api.Assertions.within(1.0));
    }

    @Test
    void aBadInputMakesTheAnswerBadOnce() throws IOException {
        Horizon<ScoreState> horizon = horizon(OnnxFile.linear(SUM, 0));
        take(horizon, "a", 1, 1);
        take(horizon, "b", 1, 1);
        take(horizon, input("a", 2, bad(Quality.BAD_SENSOR_FAILURE)));
        take(horizon, "b", 3, 2);
        take(horizon, input("a", 4, new Content.Measured(Value.of(1.0), Quality.UNCERTAIN)));
        passTo(horizon, 10);

        assertThat(at(2)).isEqualTo(bad(Quality.BAD_SENSOR_FAILURE));
        assertThat(at(3)).isNull();
        assertThat(at(4)).isEqualTo(new Content.Measured(Value.of(21.0), Quality.UNCERTAIN_SUB_NORMAL));
    }

    @Test
    void aStaleInputMakesTheAnswerBadAlsoWhenNothingComesAnyMore() throws IOException {
        staleAfter = Duration.ofSeconds(5);
        Horizon<ScoreState> horizon = horizon(OnnxFile.linear(SUM, 0));
        take(horizon, "a", 1, 1);
        take(horizon, "b", 2, 1);
        passTo(horizon, 6);
        assertThat(horizon.nextTime()).isEqualTo(6_000_002L);
        passTo(horizon, 20);
        take(horizon, "b", 21, 1);
        passTo(horizon, 30);

        assertThat(at(6.000001)).isEqualTo(bad(Quality.BAD_NO_DATA));
        assertThat(at(21)).as("said already").isNull();
    }

    @Test
    void anAnswerThatIsNoNumberIsBad() throws IOException {
        answer = "p";
        Horizon<ScoreState> horizon = horizon(OnnxFile.logarithm(SUM, 0));
        take(horizon, "a", 1, -5);
        take(horizon, "b", 1, 0);
        take(horizon, "a", 2, 1);
        passTo(horizon, 10);

        assertThat(at(1)).as("log(-5)").isEqualTo(bad(Quality.BAD_OUT_OF_RANGE));
        assertThat(at(2)).as("log(1)").isEqualTo(good(0));
    }

    @Test
    void aTextIsRefused() throws IOException {
        Horizon<ScoreState> horizon = horizon(OnnxFile.linear(SUM, 0));

        Taken taken = take(horizon, input("a", 1, Content.of(Value.of("hot"))));

        assertThat(taken.refused())
                .singleElement()
                .satisfies(one -> assertThat(one.problem().message()).contains("carries a text"));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void neitherOrderOfArrivalNorRestartsMatter(long seed) throws IOException {
        staleAfter = Duration.ofSeconds(4);
        features = List.of(new FeaturePart("a", Of.MEAN, 3), new FeaturePart("b", Of.LAST, 20));
        byte[] model = OnnxFile.linear(SUM, 0);
        Random random = new Random(seed);
        List<Input> inputs = new ArrayList<>();
        for (int second = 1; second <= 60; second++) {
            for (String name : List.of("a", "b")) {
                int dice = random.nextInt(10);
                if (dice < 7) {
                    inputs.add(input(name, second, Content.of(Value.of(random.nextGaussian()))));
                } else if (dice == 7) {
                    inputs.add(input(name, second, bad(Quality.BAD_TIMEOUT)));
                }
            }
        }
        Horizon<ScoreState> inOrder = horizon(model);
        inputs.forEach(input -> take(inOrder, input));
        passTo(inOrder, 100);
        Map<Identity, Content> expected = new TreeMap<>(truth);
        assertThat(expected).hasSizeGreaterThan(20);

        truth.clear();
        List<Input> shuffled = new ArrayList<>(inputs);
        Collections.shuffle(shuffled, random);
        Horizon<ScoreState> late = horizon(model);
        shuffled.forEach(input -> take(late, input));
        passTo(late, 100);
        assertThat(truth).isEqualTo(expected);

        truth.clear();
        Processor<ScoreState> processor = processor(model);
        ScoreState state = processor.begin();
        for (Input input : inputs) {
            Step<ScoreState> passed = processor.advance(state, input.timestampMicros());
            Step<ScoreState> applied = processor.apply(throughBytes(processor, passed.state()), input);
            passed.outputs().forEach(output -> truth.put(output.identity(), output.content()));
            state = throughBytes(processor, applied.state());
        }
        processor
                .advance(state, 100_000_000L)
                .outputs()
                .forEach(output -> truth.put(output.identity(), output.content()));
        assertThat(truth).isEqualTo(expected);
    }

    private static ScoreState throughBytes(Processor<ScoreState> processor, ScoreState state) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        processor.codec().write(state, new DataOutputStream(bytes));
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes.toByteArray()));
        ScoreState read = processor.codec().read(in);
        assertThat(in.available()).isZero();
        return read;
    }
}
