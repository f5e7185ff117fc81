package io.millrace.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.prove.Load;
import io.millrace.prove.Verdict;
import io.millrace.prove.judge.Finding;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who proves the prover? Hubs with the mistakes that are common in this field: each has to be found out. */
class MutantsIT {

    private static final long SEED = 4711;

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "ACKNOWLEDGES_BEFORE_THE_LOG, LOST, 2",
        "QUEUES_A_THOUSAND_AND_DROPS_THE_REST, LOST, 1",
        "COMMITS_OFFSETS_BEFORE_ROWS, LOST, 4",
        "KNOWS_NO_DUPLICATES, DOUBLED, 1",
    })
    void aHubWithAMistakeIsFoundOut(String mutant, Finding.Kind found, int kills) {
        Load brisk = new Load(4, 400, 1_000, 10, 4, 256);

        Verdict verdict = Proving.run(
                Proving.ofMutant(folder, SEED, mutant)
                        .withKills(kills, Duration.ofMinutes(2))
                        .withLoad(brisk),
                mutant);

        assertThat(verdict.proved()).as(mutant + " passed for sound").isFalse();
        assertThat(verdict.findings()).extracting(Finding::kind).contains(found);
    }
}
