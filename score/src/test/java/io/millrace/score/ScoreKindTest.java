package io.millrace.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ai.onnxruntime.OrtEnvironment;
import io.millrace.model.Namespace;
import io.millrace.process.Keying;
import io.millrace.process.MistakeException;
import io.millrace.process.Plan;
import io.millrace.process.Setting;
import io.millrace.process.Source;
import io.millrace.score.ScoreOptions.FeaturePart;
import io.millrace.score.ScoreOptions.Of;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScoreKindTest {

    private static final Setting KILNS =
            new Setting("wear", new Namespace("umh/v1"), "works/kilns/+", ZoneId.of("Europe/Brussels"));
    private static final float[][] TWO = {{1}, {2}};

    private final Map<String, String> inputs = new LinkedHashMap<>();
    private final Map<String, String> outputs = new LinkedHashMap<>();
    private List<FeaturePart> features = List.of();
    private @Nullable String trigger;

    @TempDir
    Path folder;

    @BeforeEach
    void twoInputsAndOneOutput() {
        inputs.put("vibration", "_historian/drive/vibration");
        inputs.put("temperature", "_historian/drive/temperature");
        outputs.put("drive/wear", "y");
    }

    private ScoreOptions options(Path model) {
        return new ScoreOptions(model, inputs, features, outputs, trigger, Duration.ofMinutes(1));
    }

    private Path file(byte[] bytes) throws IOException {
        return Files.write(folder.resolve("model.onnx"), bytes);
    }

    private void refused(Path model, String key, String... words) {
        MistakeException mistake =
                catchThrowableOfType(MistakeException.class, () -> new ScoreKind().plan(options(model), KILNS));
        assertThat(mistake).isNotNull();
        assertThat(mistake.key()).isEqualTo(key);
        assertThat(mistake.problem().sentence()).contains(words);
        assertThat(mistake.problem().remedy()).isNotBlank();
    }

    @Test
    void aPlanNamesWhatIsReadAndWritten() throws IOException {
        Plan plan = new ScoreKind().plan(options(file(OnnxFile.linear(TWO, 0.5f))), KILNS);

        assertThat(plan.sources())
                .containsExactly(
                        new Source("vibration", "umh/v1/works/kilns/+/_historian/drive/vibration"),
                        new Source("temperature", "umh/v1/works/kilns/+/_historian/drive/temperature"));
        assertThat(plan.writes()).containsExactly("umh/v1/works/kilns/+/_historian/drive/wear");
        assertThat(plan.keying()).isEqualTo(new Keying.ByPlace(3));
    }

    @Test
    void anotherModelInTheSameFileIsAnotherRevision() throws IOException {
        Path file = file(OnnxFile.linear(TWO, 0.5f));
        String first = new ScoreKind().fingerprint(options(file));
        String again = new ScoreKind().fingerprint(options(file));
        file(OnnxFile.linear(TWO, 0.6f));

        assertThat(again).isEqualTo(first);
        assertThat(new ScoreKind().fingerprint(options(file))).isNotEqualTo(first);
    }

    @Test
    void aFileThatIsNoModelIsRefused() throws IOException {
        refused(folder.resolve("nowhere.onnx"), "model", "nowhere.onnx cannot be read", "relative to the site file");
        refused(file("no model".getBytes(StandardCharsets.UTF_8)), "model", "cannot be run as a model");
        byte[] whole = OnnxFile.linear(TWO, 0.5f);
        refused(file(java.util.Arrays.copyOf(whole, whole.length / 2)), "model", "cannot be run as a model");
        refused(file(new byte[0]), "model", "cannot be run as a model");
    }

    @Test
    void aModelThatTakesSomethingElseIsRefused() throws IOException {
        refused(file(OnnxFile.linear(new float[][] {{1}, {2}, {3}}, 0)), "model", "takes 3 features, and 2 are given");
        refused(file(OnnxFile.ofText()), "model", "takes x (string [1, 1])", "real numbers");
    }

    @Test
    void aModelOfOpenWidthIsTriedOut() throws IOException {
        new ScoreKind().plan(options(file(OnnxFile.linear(-1, TWO, 0))), KILNS);
        refused(file(OnnxFile.linear(-1, new float[][] {{1}, {2}, {3}}, 0)), "model", "cannot be run as a model");
    }

    @Test
    void aModelThatAnswersNoNumberIsRefused() throws IOException {
        refused(file(OnnxFile.linear(TWO, Float.NaN)), "model", "y[0] is no number");
        refused(file(OnnxFile.linear(TWO, Float.POSITIVE_INFINITY)), "model", "y[0] is no number");
    }

    @Test
    void answersThatTheModelDoesNotGiveAreRefused() throws IOException {
        outputs.put("drive/risk", "probability");
        refused(file(OnnxFile.linear(TWO, 0)), "model", "no output 'probability'", "[p, y]");
        outputs.put("drive/risk", "p[1]");
        refused(file(OnnxFile.linear(TWO, 0)), "model", "'p' has 1 values");
        outputs.put("drive/risk", "");
        refused(file(OnnxFile.linear(TWO, 0)), "outputs.drive/risk", "no output");
    }

    @Test
    void inputsThatCannotBeAreRefused() throws IOException {
        Path model = file(OnnxFile.linear(TWO, 0));
        trigger = "speed";
        refused(model, "trigger", "no input 'speed'");
        trigger = null;
        features = List.of(new FeaturePart("vibration", Of.LAST, 20), new FeaturePart("speed", Of.LAST, 20));
        refused(model, "features[1].input", "no input 'speed'");
        features = List.of(new FeaturePart("vibration", Of.LAST, 20), new FeaturePart("vibration", Of.MEAN, 20));
        refused(model, "inputs.temperature", "is no feature");
        features = List.of();
        inputs.put("temperature", "_historian/+");
        refused(model, "inputs.temperature", "many tags");
        inputs.put("temperature", "_analytics/count");
        refused(model, "inputs.temperature", "events");
        inputs.put("temperature", "_historian/drive/wear");
        refused(model, "inputs.temperature", "own answer");
        inputs.put("temperature", "_historian/drive/vibration");
        refused(model, "inputs.temperature", "is the input 'vibration' already");
        inputs.clear();
        refused(model, "inputs", "0 inputs");
    }

    /** From 1.29 on the library sends trace events to its maker unless it is told not to, on Linux too. */
    @Test
    void theLibraryKnowsNobodyToTellOf() throws IOException {
        String platform = System.getProperty("os.name").startsWith("Mac")
                ? "osx-aarch64/libonnxruntime.dylib"
                : System.getProperty("os.arch").equals("aarch64")
                        ? "linux-aarch64/libonnxruntime.so"
                        : "linux-x64/libonnxruntime.so";
        try (InputStream library = OrtEnvironment.class.getResourceAsStream("native/" + platform)) {
            assertThat(library).isNotNull();
            assertThat(new String(library.readAllBytes(), StandardCharsets.ISO_8859_1))
                    .doesNotContain("events.data.microsoft.com");
        }
    }

    /** The file that examples and pages use; written by {@link OnnxFile}: wear = 0.2 v + 0.5 mean(v) + 0.01 t - 1. */
    @Test
    void theModelOfThePagesIsTheOneThatIsWrittenHere() throws IOException {
        byte[] built = OnnxFile.linear(new float[][] {{0.2f}, {0.5f}, {0.01f}}, -1);

        assertThat(Path.of("src/test/resources/bearing.onnx")).hasBinaryContent(built);
    }
}
