package io.millrace.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A processor tried on samples that were written down, without any hub. */
class TryCommandTest {

    private static final Path PAGE = Path.of("../docs/how-to/try-a-processor.md");

    @TempDir
    Path folder;

    private Path site;

    @BeforeEach
    void theSiteOfTheHowToPage() throws IOException {
        site = Files.writeString(folder.resolve("site.yaml"), block("```yaml"));
    }

    @Test
    void theExampleOfTheHowToPageSaysWhatThePageSays() throws IOException {
        Path samples = Files.writeString(folder.resolve("bags.csv"), block("```csv"));
        String console = block("```console");
        String command = console.lines().findFirst().orElseThrow();
        assertThat(command).startsWith("$ millrace try ");
        String expected = console.substring(command.length() + 1);

        Told told = Told.by(List.of(command.substring("$ millrace ".length()).split(" ")).stream()
                .map(word -> word.equals("site.yaml") ? site.toString() : word)
                .map(word -> word.equals("bags.csv") ? samples.toString() : word)
                .toArray(String[]::new));

        assertThat(told.err()).isEmpty();
        assertThat(told.out()).isEqualToNormalizingNewlines(expected);
        assertThat(told.code()).isEqualTo(ExitCode.OK);
    }

    @Test
    void programsGetAnObjectOnEachLine() throws IOException {
        Path samples = Files.writeString(folder.resolve("bags.csv"), block("```csv"));

        Told told = Told.by(
                "try",
                "bags",
                site.toString(),
                "--samples",
                samples.toString(),
                "--location",
                "packing/line-1",
                "--json");

        List<JsonNode> lines = new ArrayList<>();
        for (String line : told.out().lines().toList()) {
            lines.add(new ObjectMapper().readTree(line));
        }
        // 7 samples, the end of an hour, the totals
        assertThat(lines).hasSize(9);
        JsonNode counted = lines.get(1);
        assertThat(counted.at("/input/topic").asText())
                .isEqualTo("umh/v1/limeworks/liege/packing/line-1/_historian/infeed/count");
        assertThat(counted.at("/input/time").asText()).isEqualTo("2026-11-21T04:59:40Z");
        assertThat(counted.at("/fate").asText()).isEqualTo("in-order");
        assertThat(counted.at("/outputs/0/event/count").asInt()).isEqualTo(4);
        assertThat(counted.at("/outputs/1/value").asInt()).isEqualTo(4);
        assertThat(lines).anySatisfy(line -> {
            assertThat(line.at("/fate").asText()).isEqualTo("late");
            assertThat(line.at("/outputs/2/correction").asLong()).isPositive();
        });
        assertThat(lines)
                .anySatisfy(line ->
                        assertThat(line.at("/refused/0/reason").asText()).contains("wrapsAt"));
        assertThat(lines.get(8).at("/totals/inputs").asInt()).isEqualTo(7);
    }

    @Test
    void whatIsNotShownIsCountedAllTheSame() throws IOException {
        Path samples = Files.writeString(folder.resolve("bags.csv"), block("```csv"));

        Told told = Told.by(
                "try",
                "bags",
                site.toString(),
                "--samples",
                samples.toString(),
                "--location",
                "packing/line-1",
                "--limit",
                "2");

        assertThat(told.out())
                .contains("05:59:40.000")
                .doesNotContain("06:00:10.000")
                .contains("6 more rows are not shown (--limit 2).")
                .contains("7 inputs in 1 instance");
    }

    @Test
    void timeGoesOnAsFarAsSaid() throws IOException {
        Path samples = Files.writeString(
                folder.resolve("one.csv"),
                "2026-11-21T05:59:30,line-2/_historian/infeed/count,1\n2026-11-21T05:59:31,line-2/_historian/infeed/count,3\n");

        assertThat(Told.by("try", "bags", site.toString(), "--samples", samples.toString())
                        .out())
                .doesNotContain("hour");
        assertThat(Told.by("try", "bags", site.toString(), "--samples", samples.toString(), "--to", "2026-11-21T06:30")
                        .out())
                .contains("line-2/_historian/bags/hour = 2 at 05:00:00");
    }

    @Test
    void mistakesInSamplesAreToldTogetherWithTheirLines() throws IOException {
        Path samples = Files.writeString(
                folder.resolve("bad.csv"),
                "time,topic,value\n6 o'clock,line-1/_historian/infeed/count,1\n2026-11-21T06:00,line-1/_historian/outfeed,1\n");

        Told told = Told.by("try", "bags", site.toString(), "--samples", samples.toString());

        assertThat(told.code()).isEqualTo(ExitCode.USAGE);
        assertThat(told.out()).isEmpty();
        assertThat(told.err())
                .contains(samples + ":2: '6 o'clock' is no time.")
                .contains(samples
                        + ":3: 'umh/v1/limeworks/liege/packing/line-1/_historian/outfeed' is no input of 'bags'."
                        + " It reads umh/v1/limeworks/liege/packing/+/_historian/infeed/count.")
                .contains("2 mistakes. Nothing was tried.");
    }

    @Test
    void wrongUseSaysWhatToDo() {
        assertThat(refused("try", "bag", site.toString(), "--samples", "x.csv"))
                .contains("has no processor 'bag'. Did you mean 'bags'?");
        assertThat(refused("try", "bags", site.toString()))
                .contains("Give --from TIME")
                .contains("--samples");
        assertThat(refused("try", "bags", site.toString(), "--from", "2h", "--samples", "x.csv"))
                .contains("exclude each other");
        assertThat(refused("try", "bags", site.toString(), "--samples", "x.csv"))
                .contains("There is no file x.csv");
        assertThat(refused("try", "bags", site.toString(), "--samples", "x.csv", "--location", "kilns"))
                .contains("works at limeworks/liege/packing/+, and 'limeworks/liege/kilns' is not there");
        assertThat(refused("try", "bags", site.toString(), "--from", "yesterday"))
                .contains("'yesterday' is no time");
        assertThat(refused("try", "bags", site.toString(), "--from", "2h", "--to", "3h"))
                .contains("no time between --from and --to");
    }

    private static String refused(String... arguments) {
        Told told = Told.by(arguments);
        assertThat(told.code()).as(told.err()).isEqualTo(ExitCode.USAGE);
        assertThat(told.out()).isEmpty();
        return told.err();
    }

    @Test
    void withoutAHubItSaysHowToDoWithoutOne() {
        Told told = Told.by("try", "bags", site.toString(), "--from", "2h", "--data", folder.toString());

        assertThat(told.code()).isEqualTo(ExitCode.ENVIRONMENT);
        assertThat(told.err()).contains("No hub is running").contains("give --samples FILE.csv");
    }

    /** The first block of this kind on the page. */
    private static String block(String begin) throws IOException {
        String page = Files.readString(PAGE);
        int from = page.indexOf(begin + "\n") + begin.length() + 1;
        return page.substring(from, page.indexOf("```", from));
    }
}
