package io.millrace.app.site;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.ingest.ReportRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Filters as the site file writes them. */
class FilterTest {

    @TempDir
    Path folder;

    @Test
    void theExampleOfTheHowToPageIsASiteFile() throws Exception {
        String page = Files.readString(Path.of("../docs/how-to/filter-samples.md"));
        String yaml = page.substring(page.indexOf("```yaml") + 7, page.indexOf("```", page.indexOf("```yaml") + 7));
        Site site = new SiteReader(Connectors.all(), Map.of()).read(file(yaml), Map.of());

        Map<String, ReportRule> rules = site.connections().get(0).tags().stream()
                .collect(Collectors.toMap(
                        tag -> tag.info().topic().path().replaceFirst(".*/", ""), tag -> tag.report()));
        assertThat(rules)
                .isEqualTo(Map.of(
                        "voltage", new ReportRule(0.5, 0, Duration.ZERO, null),
                        "temperature", new ReportRule(0, 0.3, Duration.ZERO, Duration.ofMinutes(5)),
                        "power", new ReportRule(0, 0, Duration.ofSeconds(5), null),
                        "breaker", ReportRule.EVERY_CHANGE));
    }

    @Test
    void theExampleWithUnfilteredValuesHasAFilterToPassBy() throws Exception {
        String page = Files.readString(Path.of("../docs/how-to/filter-samples.md"));
        int at = page.indexOf("```yaml", page.indexOf("## Alarms and states on every value")) + 7;
        Site site = new SiteReader(Connectors.all(), Map.of())
                .read(file(page.substring(at, page.indexOf("```", at))), Map.of());

        assertThat(site.processors()).singleElement().satisfies(state -> assertThat(state.unfiltered())
                .isTrue());
        assertThat(site.hints()).isEmpty();
    }

    @Test
    void aTagWithoutFilterTakesThatOfItsConnection() throws Exception {
        Site site = new SiteReader(Connectors.all(), Map.of())
                .read(file(site("{deadBand: 3}", "{table: coil, address: 0}")), Map.of());
        assertThat(site.connections().get(0).tags().get(0).report())
                .isEqualTo(new ReportRule(3, 0, Duration.ZERO, null));
    }

    @Test
    void mistakesSayWhereAndWhatToDo() throws Exception {
        assertThat(mistakes("{deadBand: 1%}"))
                .containsExactly("site.yaml:6:13 connections.m.filter: deadBand is 1% of a range that is not given."
                        + " Add range: [LOWEST, HIGHEST], or give deadBand in the unit of the tag.");
        assertThat(mistakes("{deadBand: much}"))
                .containsExactly("site.yaml:6:13 connections.m.filter: 'much' is neither a number nor a share. Write"
                        + " deadBand as 0.5 or as 1%.");
        assertThat(mistakes("{deadBand: -1}")).singleElement().asString().contains("numbers from 0 on");
        assertThat(mistakes("{deadBand: NaN}")).singleElement().asString().contains("numbers from 0 on");
        assertThat(mistakes("{deadBand: 1, swingingDoor: 1}"))
                .singleElement()
                .asString()
                .contains("not both");
        assertThat(mistakes("{deadBand: 1%, range: [5, 5]}"))
                .singleElement()
                .asString()
                .contains("lowest and its highest");
        assertThat(mistakes("{deadband: 1}")).singleElement().asString().contains("Did you mean 'deadBand'");
        assertThat(mistakes("{maxInterval: 1s, minInterval: 5s}"))
                .singleElement()
                .asString()
                .contains("shorter than minInterval");
    }

    private List<String> mistakes(String filter) throws IOException {
        return SiteMistakes.in(file(site(filter, "{table: coil, address: 0}")));
    }

    private static String site(String filter, String tag) {
        return """
                site: liege
                location: limeworks/liege
                connections:
                  m:
                    modbus: {host: 127.0.0.1}
                    filter: %s
                    tags:
                      t: %s
                """.formatted(filter, tag);
    }

    private Path file(String yaml) throws IOException {
        return Files.writeString(folder.resolve("site.yaml"), yaml);
    }
}
