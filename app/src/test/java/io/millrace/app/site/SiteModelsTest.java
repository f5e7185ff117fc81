package io.millrace.app.site;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A site with models beside it. */
class SiteModelsTest {

    @TempDir
    Path folder;

    @Test
    void theModelsBesideTheSiteFileAreRead() throws Exception {
        model("_pump_v1", "fields: {flow: {type: number, unit: m3/h}, motor: {fields: {current: {type: number}}}}");
        Site site = new SiteReader(Connectors.all(), Map.of())
                .read(
                        site(
                                "",
                                "_pump_v1",
                                "{flow: {table: coil, address: 0, unit: m3/h}, motor/current: {table: coil, address: 1, unit: A}}"),
                        Map.of());

        assertThat(site.models().files()).hasSize(1);
        assertThat(site.models().models().find("_pump_v1")).isPresent();
    }

    @Test
    void withoutAFolderThereAreNoModelsAndVersionsPass() throws Exception {
        Site site = new SiteReader(Connectors.all(), Map.of())
                .read(site("", "_pump_v1", "{t: {table: coil, address: 0}}"), Map.of());

        assertThat(site.models().files()).isEmpty();
    }

    @Test
    void aTagThatItsModelDoesNotKnowIsAMistake() throws Exception {
        model("_pump_v1", "fields: {flow: {type: number, unit: m3/h}, motor: {fields: {current: {type: number}}}}");

        assertThat(
                        SiteMistakes.in(
                                site(
                                        "",
                                        "_pump_v1",
                                        "{flwo: {table: coil, address: 0}, motor: {table: coil, address: 1}, flow: {table: coil, address: 2, unit: l/s}}")))
                .containsExactly(
                        "site.yaml:7:12 connections.m.tags.flwo: the model _pump_v1 has no field 'flwo'. Did you mean 'flow'?",
                        "site.yaml:7:45 connections.m.tags.motor: 'motor' is a group of the model _pump_v1, not a value. Its fields are current.",
                        "site.yaml:7:79 connections.m.tags.flow: the tag is in l/s, and the field of _pump_v1 in m3/h. Put the unit right, or convert the value.");
    }

    @Test
    void whatAProcessorWritesAndItsModelCannotTakeIsAMistake() throws Exception {
        model(
                "_pump_v1",
                "fields: {flow: {type: number, unit: m3/h}, running: {type: boolean}, motor: {fields: {current: {type:"
                        + " number}}}}");
        String file = """
                site: works
                location: works
                processors:
                  fine: {location: p, expression: {input: _historian/a, expression: value * 2.0, output: _pump_v1/flow}}
                  slip: {location: p, expression: {input: _historian/a, expression: value * 2.0, output: _pump_v1/flwo}}
                  group: {location: p, expression: {input: _historian/a, expression: value * 2.0, output: _pump_v1/motor}}
                  kind: {location: p, expression: {input: _historian/a, expression: value > 2.0, output: _pump_v1/motor/current}}
                  version: {location: p, expression: {input: _historian/a, expression: value > 2.0, output: _pump_v2/running}}
                """;

        assertThat(SiteMistakes.in(Files.writeString(folder.resolve("site.yaml"), file)))
                .containsExactly(
                        "site.yaml:5:9 processors.slip: it writes 'flwo', and the model _pump_v1 has no such field."
                                + " Did you mean 'flow'?",
                        "site.yaml:6:10 processors.group: it writes 'motor', which is a group of the model _pump_v1,"
                                + " not a value. Its fields are current.",
                        "site.yaml:7:9 processors.kind: it writes true or false to 'motor/current', which is a number"
                                + " in _pump_v1. Convert the result, or give it another output.",
                        "site.yaml:8:12 processors.version: There is no model _pump_v2. There is _pump_v1. Publish under"
                                + " a version that is there, or add _pump_v2.yaml to the models.");
    }

    @Test
    void aVersionThatIsNotThereIsAMistake() throws Exception {
        model("_pump_v1", "fields: {flow: {type: number}}");
        String tags = "{a: {table: coil, address: 0}, b: {table: coil, address: 1}}";

        assertThat(SiteMistakes.in(site("", "_pump_v2", tags)))
                .containsExactly("site.yaml:6:5 connections.m.contract: There is no model _pump_v2. There is _pump_v1."
                        + " Publish under a version that is there, or add _pump_v2.yaml to the models.");
        assertThat(SiteMistakes.in(site("models: {unknown: quarantine}", "_fan_v1", tags)))
                .hasSize(1);
        new SiteReader(Connectors.all(), Map.of()).read(site("models: {unknown: pass}", "_pump_v2", tags), Map.of());
        new SiteReader(Connectors.all(), Map.of()).read(site("", "_fan_v1", tags), Map.of());
    }

    @Test
    void mistakesInModelsAreMistakesOfTheSite() throws Exception {
        model("_pump_v1", "fields: {flow: {type: numbr}}");

        assertThat(SiteMistakes.in(site("mqtt: {listenrs: []}", "_pump_v1", "{t: {table: coil, address: 0}}")))
                .hasSize(1);
        assertThat(SiteMistakes.in(site("", "_pump_v1", "{flow: {table: coil, address: 0}}")))
                .singleElement()
                .asString()
                .contains("models/_pump_v1.yaml:1:23 fields.flow.type: 'numbr'", "Did you mean 'number'?");
    }

    @Test
    void aFolderThatIsNamedHasToBeThere() throws Exception {
        assertThat(SiteMistakes.in(site("models: {folder: contracts}", "_historian", "{t: {table: coil, address: 0}}")))
                .singleElement()
                .asString()
                .contains("contracts:1:1: the folder of the models cannot be read.");
    }

    private Path site(String more, String contract, String tags) throws IOException {
        return Files.writeString(folder.resolve("site.yaml"), """
                site: liege
                location: limeworks/liege
                connections:
                  m:
                    modbus: {host: 127.0.0.1}
                    contract: %s
                    tags: %s
                %s
                """.formatted(contract, tags, more));
    }

    private void model(String stem, String yaml) throws IOException {
        Files.createDirectories(folder.resolve("models"));
        Files.writeString(folder.resolve("models").resolve(stem + ".yaml"), yaml);
    }
}
