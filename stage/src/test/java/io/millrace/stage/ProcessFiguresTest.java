package io.millrace.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessFiguresTest {

    private static final long HUB = 100;

    @TempDir
    Path proc;

    private ProcessFigures figures;

    @BeforeEach
    void aHubWithItsDatabaseAmongOthers() throws IOException {
        figures = new ProcessFigures(proc);
        process(HUB, "java", 1, 250, 50, 7_000, 7_000);
        process(101, "postgres", HUB, 10, 5, 300, 100);
        process(102, "postgres", 101, 20, 1, 0, 0);
        process(103, "postgres", 101, 30, 2, 0, 0);
        process(104, "tail", HUB, 999, 999, 0, 0);
        process(200, "postgres", 1, 5_000, 5_000, 0, 0);
        Files.createDirectory(proc.resolve("net"));
    }

    private void process(long pid, String name, long parent, long user, long system, long endedUser, long endedSystem)
            throws IOException {
        Path folder = Files.createDirectory(proc.resolve(Long.toString(pid)));
        Files.writeString(
                folder.resolve("stat"),
                "%d (%s) S %d 1 1 0 -1 4194560 1 2 3 4 %d %d %d %d 20 0 1 0 33 44 55 66%n"
                        .formatted(pid, name, parent, user, system, endedUser, endedSystem));
        Files.writeString(
                folder.resolve("status"), "Name:\t%s\nVmHWM:\t  900 kB\nVmRSS:\t  %d kB\n".formatted(name, pid));
        Files.writeString(
                folder.resolve("smaps_rollup"),
                "5581-7fff ---p 00000000 00:00 0 [rollup]\nRss:  500 kB\nPss:  %d kB\nPss_Dirty: 7 kB\n"
                        .formatted(pid));
    }

    @Test
    void processorTimeIsOfUserAndSystemWithoutChildren() {
        assertThat(figures.processorTime(HUB)).hasValue(Duration.ofSeconds(3));
    }

    @Test
    void aNameMayHoldSpacesAndParentheses() throws IOException {
        process(300, "odd) S (name", 1, 70, 30, 0, 0);

        assertThat(figures.processorTime(300)).hasValue(Duration.ofSeconds(1));
    }

    @Test
    void descendantsAreThoseOfOneAncestorWithOneName() {
        assertThat(figures.descendants(HUB, "postgres")).containsExactly(101L, 102L, 103L);
        assertThat(figures.descendants(HUB, "mosquitto")).isEmpty();
    }

    @Test
    void processorTimeOfDescendantsHoldsThoseThatHaveEnded() {
        // 15 + 21 + 32 ticks of those that run, 400 of those that have ended
        assertThat(figures.processorTimeOfDescendants(HUB, "postgres")).isEqualTo(Duration.ofMillis(4_680));
    }

    @Test
    void memoryIsInBytes() {
        assertThat(figures.residentBytes(HUB)).hasValue(100L * 1024);
        assertThat(figures.proportionalBytes(HUB)).hasValue(100L * 1024);
        assertThat(figures.proportionalBytesOfDescendants(HUB, "postgres")).hasValue((101L + 102 + 103) * 1024);
    }

    @Test
    void oneThatEndsMeanwhileIsNoMatter() throws IOException {
        Files.delete(proc.resolve("102/smaps_rollup"));
        Files.delete(proc.resolve("103/stat"));
        Files.writeString(proc.resolve("101/smaps_rollup"), "");

        assertThat(figures.descendants(HUB, "postgres")).containsExactly(101L, 102L);
        assertThat(figures.proportionalBytesOfDescendants(HUB, "postgres")).isEmpty();
        assertThat(figures.processorTime(103)).isEmpty();
        assertThat(figures.residentBytes(999)).isEmpty();
    }

    @Test
    void everythingIsEmptyWhereThereIsNoProc() {
        ProcessFigures elsewhere = new ProcessFigures(proc.resolve("nowhere"));

        assertThat(elsewhere.processorTime(HUB)).isEmpty();
        assertThat(elsewhere.residentBytes(HUB)).isEmpty();
        assertThat(elsewhere.descendants(HUB, "postgres")).isEmpty();
        assertThat(elsewhere.processorTimeOfDescendants(HUB, "postgres")).isZero();
        assertThat(elsewhere.proportionalBytesOfDescendants(HUB, "postgres")).isEmpty();
    }
}
