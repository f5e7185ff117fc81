package io.millrace.app.site;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.process.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the how-to pages show as a site file is one. */
class HowToPagesTest {

    private static final Path PAGES = Path.of("../docs/how-to");
    /** The page on writing a connector shows one that this program does not have. */
    private static final String NOT_OURS = "write-a-connector.md";

    /** It asks a model that somebody has trained on the plant's own data; the demo has none to give. */
    private static final String NEEDS_TRAINING = "score";

    private static final Pattern SITE_FILE = Pattern.compile("```yaml\\R(site: .*?)```", Pattern.DOTALL);

    /** A template is named before it is shown: {@code `templates/mixer_v1.yaml`:}. */
    private static final Pattern TEMPLATE =
            Pattern.compile("`(templates/[^`\\s]+)`:\\s+```yaml\\R(.*?)```", Pattern.DOTALL);

    @TempDir
    Path folder;

    static Stream<Path> pages() throws IOException {
        try (Stream<Path> pages = Files.list(PAGES)) {
            return pages
                    .filter(page -> page.toString().endsWith(".md") && !page.endsWith(NOT_OURS))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void whatAPageShowsAsASiteFileIsOne(Path page) throws Exception {
        Matcher examples = SITE_FILE.matcher(Files.readString(page));
        writeTemplates(page);
        while (examples.find()) {
            assertThat(read(examples.group(1)).name()).isNotEmpty();
        }
    }

    @Test
    void everyKindOfProcessorIsShown() throws Exception {
        Set<String> shown = new TreeSet<>();
        for (Path page : pages().toList()) {
            Matcher examples = SITE_FILE.matcher(Files.readString(page));
            writeTemplates(page);
            while (examples.find()) {
                read(examples.group(1)).processors().forEach(processor -> shown.add(processor.kind()));
            }
        }
        assertThat(shown)
                .containsExactlyInAnyOrderElementsOf(
                        ProcessorKinds.all().stream().map(Kind::name).toList());
    }

    @Test
    void theDemoUsesEveryKindOfProcessor() throws Exception {
        Site demo =
                new SiteReader(Connectors.all(), Map.of()).read(Path.of("../examples/limeworks/site.yaml"), Map.of());

        assertThat(demo.processors())
                .extracting(processor -> processor.kind())
                .containsAll(ProcessorKinds.all().stream()
                        .map(Kind::name)
                        .filter(kind -> !kind.equals(NEEDS_TRAINING))
                        .toList());
    }

    private void writeTemplates(Path page) throws IOException {
        Matcher templates = TEMPLATE.matcher(Files.readString(page));
        while (templates.find()) {
            Path file = folder.resolve(templates.group(1));
            Files.createDirectories(file.getParent());
            Files.writeString(file, templates.group(2));
        }
    }

    private Site read(String yaml) throws Exception {
        Path file = Files.writeString(folder.resolve("site.yaml"), yaml);
        Path secrets = Files.createDirectories(folder.resolve("secrets"));
        for (String secret : List.of("packing-line-1", "dashboard", "kafka-jaas", "db", "mail", "hook")) {
            Files.writeString(secrets.resolve(secret), "a secret");
        }
        Path models = Files.createDirectories(folder.resolve("trained"));
        Files.copy(
                Path.of("../score/src/test/resources/bearing.onnx"),
                models.resolve("bearing.onnx"),
                StandardCopyOption.REPLACE_EXISTING);
        Map<String, String> environment = Map.of("KILN_PASSWORD", "a secret", "CONSOLE_OPERATOR", "a secret");
        return new SiteReader(Connectors.all(), environment).read(file, Map.of());
    }
}
