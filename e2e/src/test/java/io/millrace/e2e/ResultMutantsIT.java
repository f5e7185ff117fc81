package io.millrace.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.prove.judge.Finding;
import io.millrace.prove.schedule.StrikeKind;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Hubs whose rows and results are wrong: each has to be found out. */
class ResultMutantsIT {

    private static final Duration STANDSTILL = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "KNOWS_NO_DUPLICATES, DOUBLED",
        "IGNORES_CORRECTIONS, RESULT",
    })
    void aHubThatTakesNoCareOfIdentitiesIsFoundOut(String mutant, Finding.Kind found) {
        assertThat(Proving.runMutant(folder, mutant, StrikeKind.KILL_HUB, 1, STANDSTILL)
                        .findings())
                .extracting(Finding::kind)
                .contains(found);
    }

    @Test
    void aHubWhosePeriodsAreWrongByOneIsFoundOut() {
        assertThat(Proving.runMutant(folder, "ADDS_ONE_TO_EVERY_PERIOD", StrikeKind.KILL_HUB, 1, STANDSTILL)
                        .findings())
                .extracting(Finding::sentence)
                .containsExactlyInAnyOrder(
                        "What a processor said is not what its inputs come to.",
                        "A figure is not what states, pieces, shifts and orders come to.");
    }
}
