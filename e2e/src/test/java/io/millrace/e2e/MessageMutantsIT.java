package io.millrace.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.prove.judge.Finding;
import io.millrace.prove.schedule.StrikeKind;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who proves the prover? Hubs that lose or double messages as is common in this field: each has to be found out. */
class MessageMutantsIT {

    @TempDir
    Path folder;

    /** The historian of one of them never comes to the end of the log: less than a minute is enough to see that. */
    @ParameterizedTest
    @CsvSource({
        "ACKNOWLEDGES_BEFORE_THE_LOG, KILL_HUB, 1, 60, LOST",
        "QUEUES_A_THOUSAND_AND_DROPS_THE_REST, KILL_PUBLISHER, 1, 60, LOST",
        "COMMITS_OFFSETS_BEFORE_ROWS, KILL_DATABASE, 2, 20, LOST",
    })
    void aHubThatLosesMessagesIsFoundOut(
            String mutant, StrikeKind strike, int kills, int standstillSeconds, Finding.Kind found) {
        assertThat(Proving.runMutant(folder, mutant, strike, kills, Duration.ofSeconds(standstillSeconds))
                        .findings())
                .extracting(Finding::kind)
                .contains(found);
    }
}
