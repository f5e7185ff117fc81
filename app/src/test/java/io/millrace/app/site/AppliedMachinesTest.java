package io.millrace.app.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.app.template.AppliedMachines;
import io.millrace.app.template.MachineChange;
import io.millrace.app.template.Machines;
import io.millrace.app.template.PublishedTemplates;
import io.millrace.app.yaml.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a hub remembers of its machines and templates, and what a change of them would change. */
class AppliedMachinesTest {

    private static final Instant THEN = Instant.parse("2026-11-21T09:00:00Z");
    private static final String FAN = """
            description: A fan.
            parameters: {base: {type: integer}}
            tags:
              speed: {address: "${base}", unit: rpm, description: Of the wheel}
              load: {address: "${base + 1}"}
            processors:
              state: {machine-state: {rules: [{input: _historian/speed, above: 5, state: running}]}}
            """;
    private static final String FANS = """
              f1: {template: fan_v1, location: f1, connection: plc, parameters: {base: 10}}
              f2: {template: fan_v1, location: f2, connection: plc, parameters: {base: 20}}
            """;

    @TempDir
    Path folder;

    @BeforeEach
    void write() throws IOException {
        template("fan_v1", FAN);
    }

    @Test
    void nothingIsKnownBeforeTheFirstStart() throws Exception {
        assertThat(applied().compare(machines(FANS))).isEmpty();
        applied().keep(Machines.NONE, THEN);
        assertThat(folder.resolve("data")).doesNotExist();
    }

    @Test
    void whatIsTheSameIsNotTold() throws Exception {
        applied().keep(machines(FANS), THEN);
        applied().keep(machines(FANS), THEN.plusSeconds(60));

        AppliedMachines.Difference difference =
                applied().compare(machines(FANS)).orElseThrow();

        assertThat(difference.changes()).isEmpty();
        assertThat(difference.since()).isEqualTo(THEN);
    }

    @Test
    void anotherVersionShowsWhatItChangesAtEachMachine() throws Exception {
        applied().keep(machines(FANS), THEN);
        template(
                "fan_v2",
                FAN.replace("unit: rpm", "unit: 1/min")
                        .replace("  load: {address: \"${base + 1}\"}\n", """
                  torque: {address: "${base + 4}", unit: Nm}
                """)
                        .replace("above: 5", "above: 7"));

        assertThat(changes(FANS.replace("fan_v1", "fan_v2")))
                .containsExactly(
                        "f1 CHANGED machine: template [fan_v1] [fan_v2]",
                        "f1 CHANGED tag speed: unit [rpm] [1/min]",
                        "f1 ADDED tag torque [] [address: 14, unit: Nm]",
                        "f1 CHANGED processor state: machine-state.rules[0].above [5] [7]",
                        "f1 REMOVED tag load [address: 11] []",
                        "f2 CHANGED machine: template [fan_v1] [fan_v2]",
                        "f2 CHANGED tag speed: unit [rpm] [1/min]",
                        "f2 ADDED tag torque [] [address: 24, unit: Nm]",
                        "f2 CHANGED processor state: machine-state.rules[0].above [5] [7]",
                        "f2 REMOVED tag load [address: 21] []");
    }

    @Test
    void machinesThatComeAndGoAndMoveAreTold() throws Exception {
        applied().keep(machines(FANS), THEN);

        assertThat(changes("""
                  f2: {template: fan_v1, location: f9, connection: plc, parameters: {base: 20}, override: {processors: {state: ~}}}
                  f3: {template: fan_v1, location: f3, connection: {modbus: {host: a}}, parameters: {base: 30}}
                """))
                .containsExactly(
                        "f2 CHANGED machine: location [f2] [f9]",
                        "f2 REMOVED processor state [machine-state.rules[0].above: 5, machine-state.rules[0].input:"
                                + " _historian/speed, machine-state.rules[0].state: running] []",
                        "f3 ADDED the machine [] [fan_v1: 2 tags, 1 processor]",
                        "f1 REMOVED the machine [fan_v1: 2 tags, 1 processor] []");
        applied().keep(Machines.NONE, THEN.plusSeconds(60));
        assertThat(changes(FANS)).hasSize(2);
    }

    @Test
    void aNoteThatCannotBeReadIsSaidAndWrittenAnew() throws Exception {
        applied().keep(machines(FANS), THEN);
        for (String broken : List.of("", "{", "{}", "[]", "{\"machines\": {}, \"since\": \"x\"}")) {
            Files.writeString(folder.resolve("data/machines.json"), broken);
            assertThatThrownBy(() -> applied().compare(machines(FANS))).isInstanceOf(IOException.class);
        }
        applied().keep(machines(FANS), THEN);
        assertThat(changes(FANS)).isEmpty();
    }

    @Test
    void aPublishedTemplateStaysWhatItIs() throws Exception {
        PublishedTemplates published = new PublishedTemplates(folder.resolve("data"));
        machines(FANS).templates().values().forEach(template -> published.keep(template, THEN));
        template(
                "fan_v1",
                "# another layout\n" + FAN.replace("Of the wheel", "Of the fan").replace("A fan.", "Blows."));
        assertThat(differences()).isEmpty();

        template("fan_v1", FAN.replace("unit: rpm", "unit: 1/min").replace("above: 5", "above: 5, below: 9"));

        String remedy =
                " Take this back, and write it in fan_v2.yaml; machines that are to have it say template: fan_v2.";
        assertThat(differences())
                .containsExactly(
                        "fan_v1.yaml:4:37 tags.speed.unit: fan_v1 is in use since 2026-11-21 and stays what it is: it was"
                                + " 'rpm', and is now '1/min'." + remedy,
                        "fan_v1.yaml:7:78 processors.state.machine-state.rules[0].below: fan_v1 is in use since 2026-11-21"
                                + " and stays what it is: this is new." + remedy);
        Files.writeString(folder.resolve("data/templates/fan_v1.json"), "{}");
        assertThat(differences())
                .singleElement()
                .asString()
                .contains("the copy of the published fan_v1 cannot be read.");
    }

    /** The page shows what it says. */
    @Test
    void theHowToPageIsRight() throws Exception {
        String page = Files.readString(Path.of("../docs/how-to/use-templates.md"));
        List<String> examples = Pattern.compile("```yaml\\R(.*?)```", Pattern.DOTALL)
                .matcher(page)
                .results()
                .map(example -> example.group(1))
                .toList();
        template("mixer_v1", examples.get(0));
        Path file = Files.writeString(folder.resolve("site.yaml"), examples.get(1));
        Site site = new SiteReader(Connectors.all(), Map.of()).read(file, Map.of());
        assertThat(site.machines().all()).hasSize(4);
        assertThat(site.processors())
                .extracting(processor -> processor.name())
                .contains("mixer-1-batches", "mixer-2-state", "lorries-pieces", "filler-state", "filler-pieces")
                .doesNotContain("mixer-2-batches");
        PublishedTemplates published = new PublishedTemplates(folder.resolve("data"));
        site.machines().templates().values().forEach(template -> published.keep(template, THEN));
        template("mixer_v1", examples.get(0).replace("default: 80", "default: 90"));

        Site changed = new SiteReader(Connectors.all(), Map.of()).read(file, Map.of());
        assertThat(published.differences(changed.machines().templates().values()))
                .singleElement()
                .satisfies(
                        finding -> assertThat(page).contains(finding.toString().replace(folder + "/", "")));
    }

    private AppliedMachines applied() {
        return new AppliedMachines(folder.resolve("data"));
    }

    private List<String> changes(String machines) throws Exception {
        return applied().compare(machines(machines)).orElseThrow().changes().stream()
                .map(AppliedMachinesTest::line)
                .toList();
    }

    private static String line(MachineChange change) {
        return change.machine() + " " + change.kind() + " " + change.what() + " [" + change.was() + "] [" + change.is()
                + "]";
    }

    private List<String> differences() throws Exception {
        return new PublishedTemplates(folder.resolve("data"))
                .differences(machines(FANS).templates().values()).stream()
                        .map(Finding::toString)
                        .map(text -> text.replace(folder.resolve("templates") + "/", ""))
                        .toList();
    }

    private Machines machines(String machines) throws Exception {
        Path file = Files.writeString(folder.resolve("site.yaml"), """
                site: liege
                location: limeworks/liege
                connections: {plc: {modbus: {host: 127.0.0.1}}}
                machines:
                """ + machines);
        return new SiteReader(Connectors.all(), Map.of()).read(file, Map.of()).machines();
    }

    private void template(String name, String yaml) throws IOException {
        Files.createDirectories(folder.resolve("templates"));
        Files.writeString(folder.resolve("templates").resolve(name + ".yaml"), yaml);
    }
}
