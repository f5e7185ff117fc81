package io.millrace.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.prove.Load;
import io.millrace.prove.Verdict;
import io.millrace.prove.judge.Finding;
import io.millrace.prove.schedule.StrikeKind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who proves the prover? Hubs with the mistakes that are common in this field: each has to be found out. */
class MutantsIT {

    private static final long SEED = 4711;

    @TempDir
    Path folder;

    /** The historians of two of them never come to the end of the log: less than a minute is enough to see that. */
    @ParameterizedTest
    @CsvSource({
        "ACKNOWLEDGES_BEFORE_THE_LOG, KILL_HUB, 1, 60, LOST",
        "QUEUES_A_THOUSAND_AND_DROPS_THE_REST, KILL_PUBLISHER, 1, 60, LOST",
        "COMMITS_OFFSETS_BEFORE_ROWS, KILL_DATABASE, 2, 20, LOST",
        "KNOWS_NO_DUPLICATES, KILL_HUB, 1, 20, DOUBLED",
        "IGNORES_CORRECTIONS, KILL_HUB, 1, 60, RESULT",
    })
    void aHubWithAMistakeIsFoundOut(
            String mutant, StrikeKind strike, int kills, int standstillSeconds, Finding.Kind found) {
        Verdict verdict = proved(mutant, strike, kills, standstillSeconds);

        assertThat(verdict.findings()).extracting(Finding::kind).contains(found);
    }

    @Test
    void aHubWhosePeriodsAreWrongByOneIsFoundOut() {
        Verdict verdict = proved("ADDS_ONE_TO_EVERY_PERIOD", StrikeKind.KILL_HUB, 1, 60);

        assertThat(verdict.findings())
                .extracting(Finding::sentence)
                .containsExactlyInAnyOrder(
                        "What a processor said is not what its inputs come to.",
                        "A figure is not what states, pieces, shifts and orders come to.");
    }

    private Verdict proved(String mutant, StrikeKind strike, int kills, int standstillSeconds) {
        Load brisk = new Load(4, 400, 1_000, 10, 4, 256);

        Verdict verdict = Proving.run(
                Proving.ofMutant(folder, SEED, mutant)
                        .withKills(kills, Duration.ofMinutes(2))
                        .withKinds(EnumSet.of(strike))
                        .withStandstill(Duration.ofSeconds(standstillSeconds))
                        .withLoad(brisk),
                mutant);

        assertThat(verdict.proved()).as(mutant + " passed for sound").isFalse();
        return verdict;
    }
}
