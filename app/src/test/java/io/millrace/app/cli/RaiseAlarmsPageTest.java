package io.millrace.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the page on alarms lets people try says what the page says. */
class RaiseAlarmsPageTest {

    private static final Path PAGE = Path.of("../docs/how-to/raise-alarms.md");

    @TempDir
    Path folder;

    @Test
    void theExampleCanBeTried() throws IOException {
        Path site = Files.writeString(folder.resolve("site.yaml"), block("```yaml"));
        Path samples = Files.writeString(folder.resolve("burner.csv"), block("```csv"));
        Path secrets = Files.createDirectories(folder.resolve("secrets"));
        Files.writeString(secrets.resolve("mail"), "a secret");
        Files.writeString(secrets.resolve("hook"), "a secret");
        String console = block("```console");
        String command = console.lines().findFirst().orElseThrow();
        String expected = console.substring(command.length() + 1);

        Told told = Told.by(List.of(command.substring("$ millrace ".length()).split(" ")).stream()
                .map(word -> word.equals("site.yaml") ? site.toString() : word)
                .map(word -> word.equals("burner.csv") ? samples.toString() : word)
                .toArray(String[]::new));

        assertThat(told.err()).isEmpty();
        assertThat(told.out()).isEqualToNormalizingNewlines(expected);
        assertThat(told.code()).isEqualTo(ExitCode.OK);
    }

    private static String block(String fence) throws IOException {
        String page = Files.readString(PAGE);
        int begin = page.indexOf(fence + "\n") + fence.length() + 1;
        return page.substring(begin, page.indexOf("```", begin));
    }
}
