package io.millrace.app.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is published stays what it is. */
class PublishedModelsTest {

    private static final Instant THEN = Instant.parse("2026-11-21T09:00:00Z");
    private static final String PUMP = """
            description: A pump.
            fields:
              flow: {type: number, unit: m3/h, range: [0, 250], required: true}
              state: {type: text, oneOf: [stopped, running]}
              mode: {type: integer, oneOf: [0, 1]}
              motor: {use: motor, required: true}
            """;

    @TempDir
    Path folder;

    private final String motor = "fields: {current: {type: number, unit: A, range: [0, inf]}}";

    @BeforeEach
    void publish() throws Exception {
        Files.createDirectories(folder.resolve("models"));
        file("motor", motor);
        file("_pump_v1", PUMP);
        published().keep(models().get(0).model(), THEN);
    }

    @Test
    void wordsAndFormMayChange() throws Exception {
        file("_pump_v1", """
                # in another order
                onMismatch: mark
                fields:
                  motor: {use: motor, required: true, description: The drive.}
                  mode: {type: integer, oneOf: [1, 0]}
                  state:
                    type: text
                    oneOf: [running, stopped]
                  flow: {required: true, unit: m3/h, range: [-0.0, 250.0], type: number}
                """.replace("-0.0", "0.0"));

        assertThatCode(() -> published().check(models())).doesNotThrowAnyException();
        assertThat(published().find("_pump_v1").orElseThrow().since()).isEqualTo(THEN);
        assertThat(published().names()).hasToString("[_pump_v1]");
    }

    @Test
    void whatItMeansMayNot() throws Exception {
        file("motor", motor.replace("unit: A", "unit: mA"));
        file("_pump_v1", """
                unknownFields: pass
                fields:
                  flow: {type: number, unit: m3/h, range: [0, 300], required: true}
                  mode: {type: integer, oneOf: [0, 1]}
                  motor: {use: motor}
                  head: {type: number}
                """);
        file("_pump_v2", "fields: {a: {type: text}}");

        String remedy = " Take this back, and publish _pump_v3 in _pump_v3.yaml with it.";
        String since = "_pump_v1 is published since 2026-11-21 and stays what it is: ";
        assertThat(differences())
                .containsExactlyInAnyOrder(
                        "_pump_v1.yaml:3:3 flow: " + since
                                + "it was a number from 0 to 250 m3/h, required, and is now a number from 0 to 300 m3/h, required."
                                + remedy,
                        "_pump_v1.yaml:5:3 motor: " + since + "it was a group, required, and is now a group." + remedy,
                        "motor.yaml:1:10 motor/current: " + since
                                + "it was a number from 0 on A, and is now a number from 0 on mA." + remedy,
                        "_pump_v1.yaml:6:3 head: " + since + "the field is new." + remedy,
                        "_pump_v1.yaml:1:1 state: " + since
                                + "the field is gone; it was text, one of 'stopped', 'running'." + remedy,
                        "_pump_v1.yaml:1:1 unknownFields: " + since + "it let unknown fields not pass, and now does."
                                + remedy);
    }

    @Test
    void aSecondPublicationDoesNotReplaceTheFirst() throws Exception {
        file("_pump_v1", "fields: {a: {type: text}}");

        published().keep(models().get(0).model(), THEN.plusSeconds(60));

        assertThat(published().find("_pump_v1").orElseThrow().since()).isEqualTo(THEN);
        assertThat(differences()).isNotEmpty();
    }

    @Test
    void aCopyThatCannotBeReadIsSaid() throws Exception {
        Path copy = folder.resolve("data/models/_pump_v1.json");
        for (String broken : List.of("", "{", "{}", "[]", Files.readString(copy).replace("number", "float"))) {
            Files.writeString(copy, broken);
            assertThat(differences())
                    .singleElement()
                    .asString()
                    .contains("_pump_v1.json:1:1: the copy of the published");
        }
    }

    @Test
    void nothingWasPublishedWhereThereIsNoFolder() throws Exception {
        PublishedModels none = new PublishedModels(folder.resolve("none"));

        assertThatCode(() -> none.check(models())).doesNotThrowAnyException();
        assertThat(none.names()).isEmpty();
    }

    private List<String> differences() throws Exception {
        List<ModelFile> models = models();
        SiteException refused =
                catchThrowableOfType(SiteException.class, () -> published().check(models));
        assertThat(refused).isNotNull();
        return refused.findings().stream()
                .map(finding -> finding.toString()
                        .replace(folder.resolve("models") + "/", "")
                        .replaceAll(".*/data/models/", ""))
                .toList();
    }

    private PublishedModels published() {
        return new PublishedModels(folder.resolve("data"));
    }

    private List<ModelFile> models() throws SiteException {
        return ModelReader.readAll(folder.resolve("models"));
    }

    private void file(String stem, String yaml) throws IOException {
        Files.writeString(folder.resolve("models").resolve(stem + ".yaml"), yaml);
    }
}
