package io.millrace.bench.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.bench.Cell;
import io.millrace.bench.Table;
import io.millrace.bench.load.LoadResult;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SideBySideTablesTest {

    @Test
    void ratiosAreOfTheSameRoundAndHaveTheirMedian() {
        Table ratios = tables(Map.of(
                        "ours", List.of(result(30_000), result(20_000), result(40_000)),
                        "theirs", List.of(result(10_000), result(10_000), result(8_000))))
                .get(1);

        assertThat(ratios.columns()).containsExactly("round", "ours, rows/s", "theirs, rows/s", "ours / theirs");
        assertThat(ratios.rows()).extracting(row -> row.get(3).text()).containsExactly("3", "2", "5", "3 (2 to 5)");
    }

    @Test
    void whoIsAloneIsComparedWithNobody() {
        assertThat(tables(Map.of("ours", List.of(result(30_000))))).hasSize(3);
    }

    @Test
    void whatWasLostIsSaid() {
        SideBySideRun run = run(100, 90, "");

        assertThat(SideBySideTables.verdicts(Map.of("theirs", List.of(new SideBySideResult(run, run)))))
                .containsExactly("theirs lost 20 of 200 messages that it had acknowledged, and nothing of it was ever"
                        + " killed.");
        assertThat(tables(Map.of("theirs", List.of(new SideBySideResult(run, run))))
                        .get(0)
                        .rows()
                        .get(0))
                .extracting(Cell::text)
                .endsWith("200", "180", "20");
    }

    @Test
    void messagesOfAGeneratorThatGaveUpAreLostOnlyWhenTheyWereAcknowledged() {
        SideBySideRun run = run(100, 40, "the broker closed the connection");

        assertThat(run.lost()).isEqualTo(10);
        assertThat(run.held()).isFalse();
        assertThat(SideBySideTables.verdicts(Map.of("theirs", List.of(new SideBySideResult(run, run)))))
                .contains("theirs, at 10/s: the generator gave up: the broker closed the connection.");
    }

    @Test
    void aGreatestRateThatNoLoadWentBeyondIsNotTakenForOne() {
        assertThat(SideBySideTables.verdicts(Map.of("theirs", List.of(result(10_000)))))
                .containsExactly(
                        "theirs was never seen to have too much in at least one of the rounds: its greatest rate"
                                + " may be higher.");
    }

    @Test
    void processorTimeIsThatOfTheRowsCommittedMeanwhile() {
        SideBySideRun run = run(2_000_000, 2_000_000, "");

        assertThat(run.processorSecondsPerMillion("broker")).isEqualTo(2);
        assertThat(run.processorSecondsPerMillion("nobody")).isZero();
    }

    private static List<Table> tables(Map<String, List<SideBySideResult>> results) {
        Map<String, List<SideBySideResult>> inOrder = new LinkedHashMap<>();
        results.keySet().stream().sorted().forEach(name -> inOrder.put(name, results.getOrDefault(name, List.of())));
        return SideBySideTables.tables(inOrder);
    }

    private static SideBySideResult result(int perSecond) {
        SideBySideRun run = SideBySideTrialTest.run(perSecond, perSecond * 10L, 10, 10, false);
        return new SideBySideResult(run, run);
    }

    private static SideBySideRun run(long sent, long rows, String failure) {
        LoadResult load = new LoadResult(sent, sent / 2, 10, 1, 0, List.of(1L, 2L, 3L), List.of(), 0, failure);
        return new SideBySideRun(
                10, load, rows, 12, 0, 0, List.of(1.0, 2.0, 3.0), Map.of("broker", 4.0), rows, Map.of("broker", 9L));
    }
}
