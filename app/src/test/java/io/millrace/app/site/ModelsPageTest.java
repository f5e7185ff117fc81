package io.millrace.app.site;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.model.Payloads;
import io.millrace.model.Problem;
import io.millrace.model.Topic;
import io.millrace.model.contract.TopicCheck;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The how-to page about models says what happens. */
class ModelsPageTest {

    private static final Pattern ROW = Pattern.compile("\\| `(_[^`]+)` \\| `(\\{[^`]+)` \\| (.*) \\|");

    @TempDir
    Path folder;

    private String page = "";
    private Site site;

    @BeforeEach
    void readTheExample() throws Exception {
        page = Files.readString(Path.of("../docs/how-to/check-with-models.md"));
        List<String> examples = new ArrayList<>();
        Matcher yaml = Pattern.compile("```yaml\\n(.*?)```", Pattern.DOTALL).matcher(page);
        while (yaml.find()) {
            examples.add(yaml.group(1));
        }
        Files.createDirectories(folder.resolve("models"));
        Files.writeString(folder.resolve("models/_pump_v1.yaml"), examples.get(0));
        Files.writeString(folder.resolve("models/bearing.yaml"), examples.get(1));
        Path file = Files.writeString(folder.resolve("site.yaml"), examples.get(2));
        site = new SiteReader(Connectors.all(), Map.of()).read(file, Map.of());
    }

    @Test
    void everyMessageOfItsTableFaresAsItSays() {
        Matcher row = ROW.matcher(page);
        int rows = 0;
        while (row.find()) {
            rows++;
            Topic topic = site.namespace().parse("umh/v1/limeworks/liege/water/pump-1/" + row.group(1));
            TopicCheck check = site.models().models().check(topic);
            Problem wrong = check == null
                    ? null
                    : check.of(new Payloads(Clock.systemUTC())
                            .read(topic, row.group(2).getBytes(UTF_8), 0));
            assertThat(wrong == null ? "fits" : wrong.sentence())
                    .as(row.group())
                    .contains(row.group(3));
        }
        assertThat(rows).isEqualTo(11);
    }

    @Test
    void theSentenceAboutAPublishedVersionIsTheRealOne() throws Exception {
        PublishedModels published = new PublishedModels(folder.resolve("data"));
        published.keep(site.models().files().get(0).model(), Instant.parse("2026-11-21T09:00:00Z"));
        Path file = folder.resolve("models/_pump_v1.yaml");
        Files.writeString(file, Files.readString(file).replace("[0, 250]", "[0, 300]"));
        try {
            published.check(ModelReader.readAll(folder.resolve("models")));
        } catch (SiteException refused) {
            String sentence = refused.findings().get(0).toString().replace(folder + "/", "");
            assertThat(page.replaceAll("\\s+", " ")).contains(sentence);
            return;
        }
        throw new AssertionError("the change was accepted");
    }
}
