package io.millrace.app.site;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.app.yaml.Findings;
import io.millrace.model.contract.Field;
import io.millrace.model.contract.Model;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Model files, and everything that may be wrong with them. */
class ModelReaderTest {

    @TempDir
    Path folder;

    @Test
    void fieldsGroupsOwnPartsPartFilesAndOtherModelsBecomeOneTree() throws Exception {
        file("bearing", """
                description: A bearing.
                fields:
                  temperature: {type: number, unit: degC, range: [-inf, 120], required: true}
                """);
        file("_motor_v1", """
                fields:
                  current: {type: number, unit: A, range: [0, .inf]}
                  bearing: {use: bearing, required: true}
                """);
        file("_pump_v1", """
                description: A pump.
                onMismatch: mark
                unknownFields: pass
                fields:
                  state: {type: text, oneOf: [on, off, "1"]}
                  mode: {type: integer, oneOf: [0, 1]}
                  motor: {use: _motor_v1, description: The drive.}
                  inlet: {use: side}
                  outlet: {use: side}
                parts:
                  side:
                    fields:
                      pressure: {type: number, unit: bar}
                      valve:
                        required: true
                        fields:
                          open: {type: boolean}
                """);

        List<ModelFile> models = ModelReader.readAll(folder);

        assertThat(models).extracting(file -> file.model().contract()).containsExactly("_motor_v1", "_pump_v1");
        Model pump = models.get(1).model();
        assertThat(pump.onMismatch()).isEqualTo(Model.OnMismatch.MARK);
        assertThat(pump.open()).isTrue();
        assertThat(pump.description()).isEqualTo("A pump.");
        assertThat(pump.fields().entrySet().stream().map(field -> field.getKey() + ": " + field.getValue()))
                .containsExactly(
                        "state: text, one of 'on', 'off', '1'",
                        "mode: a whole number, one of 0, 1",
                        "motor: a group",
                        "motor/current: a number from 0 on A",
                        "motor/bearing: a group, required",
                        "motor/bearing/temperature: a number up to 120 degC, required",
                        "inlet: a group",
                        "inlet/pressure: a number in bar",
                        "inlet/valve: a group, required",
                        "inlet/valve/open: true or false",
                        "outlet: a group",
                        "outlet/pressure: a number in bar",
                        "outlet/valve: a group, required",
                        "outlet/valve/open: true or false");
        assertThat(pump.find("motor")).map(Field::description).contains("The drive.");
        assertThat(models.get(1).placeOf("motor/bearing/temperature"))
                .hasToString(folder.resolve("bearing.yaml") + ":3:3");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{type: float}|'float' is not one of integer, number, boolean, text.",
                "{typ: number}|unknown key. Did you mean 'type'?",
                "{unit: A}|only a value has a unit, a range or a list of what it may be. Add its type.",
                "{}|the field says neither what it is nor what is in it. Give one of type (a value)",
                "{type: number, use: bearing}|the field is several things.",
                "number|a field is a group of keys. Write it as {type: number, unit: degC}.",
                "{type: text, range: [0, 1]}|only numbers have a range.",
                "{type: number, range: [1]}|a range is its lowest and its highest value, and this is [1].",
                "{type: number, range: [2, 1]}|the range [2, 1] begins above its end.",
                "{type: number, range: [0, NaN]}|'NaN' is no limit of a range. Write it as [0, 250], or as [0, inf].",
                "{type: number, range: [low, 1]}|'low' is no limit of a range.",
                "{type: number, oneOf: [1.5]}|only text and whole numbers have a list of what they may be.",
                "{type: integer, oneOf: [1.5]}|'1.5' in oneOf is no whole number.",
                "{type: text, oneOf: [a, a]}|'a' stands twice in oneOf.",
                "{type: integer, oneOf: [1], range: [0, 1]}|it has a range and a list of what it may be. Keep one of them.",
                "{required: perhaps, type: text}|'perhaps' is neither true nor false.",
                "{use: baering}|there is no part and no model 'baering'. Did you mean 'bearing'?",
                "{use: _pump_v1}|they use each other in a circle: _pump_v1 > _pump_v1. Break it.",
                "{fields: {}}|fields are a group of keys. Write flow: {type: number}.",
                "{type: text, unit: '${env:UNIT}'}|the environment variable UNIT is not set.",
            })
    void aMistakeInAFieldSaysWhereAndWhatToDo(String field, String sentence) throws Exception {
        file("bearing", "fields: {t: {type: number}}");
        file("_pump_v1", "fields:\n  flow: " + field + "\n");

        assertThat(mistakes()).singleElement().asString().contains("_pump_v1.yaml:2:", "fields.flow", sentence);
    }

    @Test
    void allMistakesAreFoundAtOnceFileByFile() throws Exception {
        file("_fan_v1", """
                fields:
                  value: {type: number}
                  a b: {type: number}
                  speed: {type: number}
                onMissmatch: mark
                parts:
                  _x: {fields: {a: {type: number}}}
                  unused: {fields: {a: {type: numbr}}}
                """);
        file("_Pump_v1", "fields: {a: {type: text}}");
        file("_pump", "fields: {a: {type: text}}");
        file("_empty_v1", "description: Nothing.");
        file("broken", "fields: [");
        file("list", "- a");
        Files.writeString(folder.resolve("_other_v1.yml"), "fields: {}");
        Files.writeString(folder.resolve("README.md"), "no model");

        assertThat(mistakes())
                .containsExactly(
                        "_other_v1.yml:1:1: files of models end with .yaml, and this one is not read. Rename it to _other_v1.yaml.",
                        "_Pump_v1.yaml:1:1: '_Pump_v1' is no name of a model with its version. Write it as _pump_v1: lower-case letters, digits and dashes, then _v and the version.",
                        "_empty_v1.yaml:1:1: the key 'fields' is missing. Add it.",
                        "_fan_v1.yaml:2:3 fields.value: 'value' means something else in a payload. Choose another, such as value-1.",
                        "_fan_v1.yaml:3:3 fields.a b: Segment 'a b' holds ' '. Use letters, digits, '-', '_', and '.' inside.",
                        "_fan_v1.yaml:5:1 onMissmatch: unknown key. Did you mean 'onMismatch'?",
                        "_fan_v1.yaml:7:3 parts._x: only models begin with an underscore. Choose a name without the underscore.",
                        "_fan_v1.yaml:8:31 parts.unused.fields.a.type: 'numbr' is not one of integer, number, boolean, text. Did you mean 'number'?",
                        "_pump.yaml:1:1: '_pump' is no name of a model with its version. Write it as _pump_v1: lower-case letters, digits and dashes, then _v and the version.",
                        "broken.yaml:1:10: this is not YAML: expected the node content, but found '<stream end>'. Look at the indentation and the quotes around this line.",
                        "list.yaml:1:1: a model is a group of keys. Begin with 'fields:'.");
    }

    @Test
    void circlesAreFoundHoweverLong() throws Exception {
        file("_a_v1", "fields: {x: {use: b}}");
        file("b", "fields: {y: {fields: {z: {use: c}}}}");
        file("c", "fields: {w: {use: own}}\nparts: {own: {fields: {v: {use: _a_v1}}}}");

        assertThat(mistakes()).isNotEmpty().allSatisfy(mistake -> assertThat(mistake)
                .contains("in a circle: "));
        assertThat(mistakes()).anySatisfy(mistake -> assertThat(mistake).contains("_a_v1 > b > c > own > _a_v1"));
    }

    @Test
    void partsInPartsThatMultiplyAreStopped() throws Exception {
        for (int i = 0; i < 6; i++) {
            int next = i + 1;
            file(
                    "p" + i,
                    "fields: {"
                            + IntStream.range(0, 10)
                                    .mapToObj(use -> "a" + use + ": {use: p" + next + "}")
                                    .collect(Collectors.joining(", "))
                            + "}");
        }
        file("p6", "fields: {a: {type: number}}");

        assertThat(mistakes()).isNotEmpty().allSatisfy(mistake -> assertThat(mistake)
                .contains("more than 10000 fields"));
    }

    @Test
    void groupsThatNestTooDeepAreRefused() throws Exception {
        file("_a_v1", "fields: {" + "a: {fields: {".repeat(20) + "b: {type: text}" + "}}".repeat(20) + "}");

        assertThat(mistakes()).singleElement().asString().contains("groups nest deeper than 16");
    }

    @Test
    void aFolderThatIsNoneIsSaid() throws Exception {
        Path none = folder.resolve("none");
        Findings findings = new Findings();
        assertThat(new ModelReader(none, findings).readAll()).isEmpty();
        assertThat(findings.list()).singleElement().asString().contains("cannot be read");
        file("plain", "fields: {}");
        Findings others = new Findings();
        assertThat(new ModelReader(folder.resolve("plain.yaml"), others).readAll())
                .isEmpty();
        assertThat(others.list()).singleElement().asString().contains("this is a file");
    }

    private List<String> mistakes() {
        Findings findings = new Findings();
        new ModelReader(folder, findings).readAll();
        return findings.list().stream()
                .map(finding -> finding.toString().replace(folder + "/", ""))
                .toList();
    }

    private void file(String stem, String yaml) throws IOException {
        Files.writeString(folder.resolve(stem + ".yaml"), yaml);
    }
}
