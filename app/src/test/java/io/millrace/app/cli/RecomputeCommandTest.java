package io.millrace.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person is told who asks for what cannot be. */
class RecomputeCommandTest {

    @TempDir
    Path folder;

    private Path site;

    @BeforeEach
    void aSite() throws Exception {
        site = Files.writeString(folder.resolve("site.yaml"), """
                site: liege
                location: limeworks/liege
                processors:
                  bags:
                    location: packing/+
                    counter: {pulses: {input: _historian/made}, output: bags, totals: []}
                  copies:
                    location: packing
                    route: {from: [line-1/_historian/made], to: "_historian/copy"}
                """);
    }

    private Told by(String... more) {
        String[] words = new String[more.length + 2];
        words[0] = "recompute";
        words[1] = more[0];
        words[2] = site.toString();
        System.arraycopy(more, 1, words, 3, more.length - 1);
        return Told.by(words);
    }

    @Test
    void withoutABeginningNothingIsDone() {
        Told told = by("bags");

        assertThat(told.err()).contains("There is no --from.");
        assertThat(told.code()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void aNameThatIsNotThereIsToldWithOneThatIs() {
        Told told = by("bag", "--from", "2d");

        assertThat(told.err()).contains("Did you mean 'bags'?");
        assertThat(told.code()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void whatLateInputsMayYetChangeIsNotComputedAgain() {
        Told told = by("bags", "--from", "5s");

        assertThat(told.err()).contains("that late inputs cannot change any more");
        assertThat(told.code()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void anotherLocationIsRefused() {
        Told told = by("bags", "--from", "2d", "--location", "kilns/kiln-1");

        assertThat(told.err()).contains("is not there");
        assertThat(told.code()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void withoutAHubItSaysWhichOneIsMissing() {
        Told told = by("bags", "--from", "2d", "--data", folder.resolve("none").toString());

        assertThat(told.err()).contains("No hub is running");
        assertThat(told.code()).isEqualTo(ExitCode.ENVIRONMENT);
    }
}
