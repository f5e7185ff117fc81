package io.millrace.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.prove.Verdict;
import io.millrace.prove.schedule.StrikeKind;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code millrace prove} does, in the size of a test: ten kills, a full disk, and everything else once. */
class ProveIT {

    private static final long SEED = 20261121;

    @TempDir
    Path folder;

    @Test
    void tenKillsAndAFullDiskLoseNothingAndDoubleNothing() {
        Verdict verdict = Proving.run(
                Proving.of(folder, SEED).withKills(10, Duration.ofMinutes(8)).withFillDisk(true), "ten-kills");

        assertThat(verdict.findings()).isEmpty();
        assertThat(verdict.proved()).isTrue();
        assertThat(verdict.figures().kills()).isEqualTo(10);
        // The report says "not done" of the disk where nobody may mount a tmpfs.
        boolean filled = verdict.figures().struck().stream()
                .anyMatch(struck -> struck.strike().kind() == StrikeKind.FILL_DISK);
        assertThat(filled || verdict.figures().notes().toString().contains("filling the disk"))
                .isTrue();
    }
}
