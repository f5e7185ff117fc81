package io.millrace.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScratchTest {

    @TempDir
    Path folder;

    @Test
    void isEmptiedWhenAnEarlierRunMadeIt() throws IOException {
        Path scratch = Scratch.make(folder.resolve("prove-1"));
        Files.createDirectories(scratch.resolve("data/log"));
        Files.writeString(scratch.resolve("data/log/old"), "old");

        Scratch.make(scratch);

        assertThat(scratch.resolve("data")).doesNotExist();
        Scratch.remove(scratch);
        assertThat(scratch).doesNotExist();
    }

    @Test
    void isRecognisedWhenAnEarlierVersionMadeIt() throws IOException {
        Path scratch = Files.createDirectories(folder.resolve("prove-1"));
        Files.createFile(scratch.resolve(".millrace-prove"));
        Files.writeString(scratch.resolve("old"), "old");

        Scratch.make(scratch);

        assertThat(scratch.resolve("old")).doesNotExist();
    }

    @Test
    void isNeverAFolderOfSomebodyElse() throws IOException {
        Path mine = Files.createDirectories(folder.resolve("prove-1"));
        Path letter = Files.writeString(mine.resolve("letter"), "dear");

        assertThatThrownBy(() -> Scratch.make(mine))
                .isInstanceOf(StageException.class)
                .hasMessageContaining("was not made by a run of ours");
        assertThat(letter).exists();
    }

    @Test
    void rescuesFilesAndDoesNotMindWhenThereAreNone() throws IOException {
        Path logs = Files.createDirectories(folder.resolve("data/logs/archive"));
        Files.writeString(folder.resolve("data/logs/hub.log"), "it was like this");

        Scratch.rescue(logs.getParent(), folder.resolve("kept"));
        Scratch.rescue(folder.resolve("nowhere"), folder.resolve("kept"));

        assertThat(folder.resolve("kept/hub.log")).hasContent("it was like this");
    }
}
