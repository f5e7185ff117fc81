package io.millrace.app.site;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.app.yaml.Finding;
import io.millrace.process.Definition;
import io.millrace.process.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processors as the site file writes them. */
class ProcessorsTest {

    private static final String COUNT = "counter: {pulses: {input: _historian/made}}";

    @TempDir
    Path folder;

    @Test
    void aProcessorHasAnInstanceAtEachLocationThatFits() throws Exception {
        Definition made = read("made: {location: packing/+, lateness: 5min, " + COUNT + "}")
                .get(0);

        assertThat(made.setting().at()).isEqualTo("limeworks/liege/packing/+");
        assertThat(made.setting().zone().getId()).isEqualTo("Europe/Brussels");
        assertThat(made.plan().sources()).singleElement().satisfies(source -> assertThat(source.filter())
                .isEqualTo("umh/v1/limeworks/liege/packing/+/_historian/made"));
        assertThat(made.lateness()).isEqualTo(Duration.ofMinutes(5));
        assertThat(made.patience()).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void aRevisionChangesWithWhatIsSaidAndNotWithItsLayout() throws Exception {
        String one = read("made: {location: packing, " + COUNT + "}").get(0).revision();

        assertThat(read("made:\n    counter:\n      pulses: {input: '_historian/made'}\n    location: packing")
                        .get(0)
                        .revision())
                .isEqualTo(one);
        assertThat(read("made: {location: kilns, " + COUNT + "}").get(0).revision())
                .isNotEqualTo(one);
    }

    @Test
    void mistakesSayWhereAndWhatToDo() throws Exception {
        assertThat(mistakes("made: {location: packing}"))
                .containsExactly("site.yaml:5:9 processors.made: the processor does not say what it does. Give one of "
                        + kinds() + ".");
        assertThat(mistakes("made: {cuonter: {}}"))
                .anySatisfy(mistake -> assertThat(mistake).contains("Did you mean 'counter'?"));
        assertThat(mistakes("made: {counter: {pulses: {input: _historian/made}, shift: []}}"))
                .singleElement()
                .asString()
                .startsWith("site.yaml:5:54 processors.made.counter.shift: unknown key.")
                .contains("Did you mean 'shifts'?");
        assertThat(mistakes("made: {counter: {pulses: {input: made}}}"))
                .singleElement()
                .asString()
                .startsWith("site.yaml:5:")
                .contains("'made' names no contract");
        assertThat(mistakes("made: {location: +, counter: {pulses: {input: /limeworks/liege/_historian/made}}}"))
                .singleElement()
                .asString()
                .contains("begins at the root");
        assertThat(mistakes("made: {location: _packing, " + COUNT + "}"))
                .singleElement()
                .asString()
                .contains("is no location path");
        assertThat(mistakes("'all pieces': {" + COUNT + "}"))
                .singleElement()
                .asString()
                .contains("no plain name for a processor");
        assertThat(mistakes("made: {lateness: 30d, " + COUNT + "}"))
                .singleElement()
                .asString()
                .contains("Give 7d at most");
    }

    @Test
    void processorsThatReadWhatFollowsFromThemAreFound() throws Exception {
        assertThat(mistakes(
                        "one: {counter: {pulses: {input: _analytics/two/count}, output: one}}",
                        "two: {counter: {pulses: {input: _analytics/one/count}, output: two}}"))
                .singleElement()
                .asString()
                .contains("one -> two -> one")
                .contains("Take one input out of the ring.");
        assertThat(mistakes("one: {counter: {pulses: {input: _analytics/one/count}, output: one}}"))
                .singleElement()
                .asString()
                .contains("reads what it writes");
    }

    @Test
    void nobodyWritesWhatAnotherWrites() throws Exception {
        assertThat(mistakes(
                        "one: {location: packing/+, " + COUNT + "}", "two: {location: packing/line-1, " + COUNT + "}"))
                .singleElement()
                .asString()
                .startsWith("site.yaml:6:8 processors.two: the processor 'one' writes");
        assertThat(read("one: {location: a, " + COUNT + "}", "two: {location: b, " + COUNT + "}"))
                .hasSize(2);
    }

    @Test
    void whatATagOfADeviceSaysIsNotForAProcessorToSay() throws Exception {
        assertThat(SiteMistakes.in(withDevice("made: {location: kiln, expression: {input: _historian/t,"
                        + " expression: value + 1, output: pressure}}")))
                .singleElement()
                .asString()
                .contains("writes umh/v1/limeworks/liege/kiln/_historian/pressure, which is a tag of a connection");
    }

    @Test
    void anInputOfWhichNothingInTheFileKnowsIsAHint() throws Exception {
        assertThat(hints("made: {location: kiln, counter: {pulses: {input: _historian/presure}}}"))
                .singleElement()
                .asString()
                .contains("processors.made: nothing in this file says"
                        + " umh/v1/limeworks/liege/kiln/_historian/presure. Did you mean '_historian/pressure'?");
        assertThat(hints("made: {location: +, counter: {pulses: {input: _historian/packer/bags}}}"))
                .singleElement()
                .asString()
                .contains("It has to come by MQTT.");
        assertThat(hints("made: {location: kiln, counter: {pulses: {input: _historian/pressure}}}"))
                .isEmpty();
        assertThat(hints("made: {location: kiln, counter: {pulses: {input: _analytics/shift/count}}}"))
                .isEmpty();
        assertThat(hints("made: {location: packing, counter: {pulses: {input: _historian/pieces}}}"))
                .isEmpty();
    }

    @Test
    void unfilteredWithoutAFilterIsAHint() throws Exception {
        assertThat(read("made: {location: packing, unfiltered: true, " + COUNT + "}"))
                .singleElement()
                .satisfies(made -> assertThat(made.unfiltered()).isTrue());
        assertThat(hints("made: {location: kiln, unfiltered: true, counter: {pulses: {input: _historian/pressure}}}"))
                .singleElement()
                .asString()
                .contains("'unfiltered' changes nothing: no tag that it reads has a filter. Leave it out.");
    }

    private List<Finding> hints(String processor) throws Exception {
        return new SiteReader(Connectors.all(), Map.of())
                .read(withDevice(processor), Map.of())
                .hints();
    }

    private Path withDevice(String processor) throws IOException {
        Path file = file(processor);
        return Files.writeString(file, Files.readString(file) + """
                connections:
                  kiln:
                    modbus: {host: 127.0.0.1}
                    location: kiln
                    tags:
                      pressure: {table: coil, address: 0}
                      t: {table: coil, address: 1}
                """);
    }

    @Test
    void aTimeZoneIsAName() throws Exception {
        Path file = Files.writeString(
                folder.resolve("site.yaml"), "site: liege\nlocation: limeworks/liege\ntimeZone: Liege\n");
        assertThat(SiteMistakes.in(file)).singleElement().asString().contains("'Liege' is no time zone");
    }

    private static String kinds() {
        return ProcessorKinds.all().stream()
                .map(Kind::name)
                .sorted()
                .reduce((one, other) -> one + ", " + other)
                .orElseThrow();
    }

    private List<Definition> read(String... processors) throws Exception {
        return new SiteReader(Connectors.all(), Map.of())
                .read(file(processors), Map.of())
                .processors();
    }

    private List<String> mistakes(String... processors) throws IOException {
        return SiteMistakes.in(file(processors));
    }

    private Path file(String... processors) throws IOException {
        StringBuilder yaml =
                new StringBuilder("site: liege\nlocation: limeworks/liege\ntimeZone: Europe/Brussels\nprocessors:\n");
        for (String processor : processors) {
            yaml.append("  ").append(processor).append('\n');
        }
        return Files.writeString(folder.resolve("site.yaml"), yaml.toString());
    }
}
