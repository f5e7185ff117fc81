package io.millrace.bench.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.bench.Cell;
import io.millrace.bench.Table;
import io.millrace.bench.history.HistorianTool;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HistorianTablesTest {

    private final HistorianDay.Result day = new HistorianDay.Result(100, 1_000, 90, 40, 60_000, 50_000, 70_000);

    @Test
    void theShareOfEachLimitIsOfTheSameRun() {
        Table rates = tables(List.of(answers(1, 5))).get(0);

        assertThat(rates.rows().get(0)).extracting(Cell::text).contains("75,000/s (50,000 to 100,000)");
        assertThat(rates.rows().get(1)).extracting(Cell::text).contains("37.5 % (25 to 50)");
        assertThat(rates.rows().get(2)).extracting(Cell::text).contains("18.8 % (12.5 to 25)");
        assertThat(rates.rows().get(3)).extracting(Cell::text).contains("7.50 % (5 to 10)");
    }

    @Test
    void bytesAreThoseOfOneSample() {
        Table bytes = tables(List.of(answers(1, 5))).get(2);

        assertThat(bytes.rows())
                .extracting(row -> row.get(1).text())
                .containsExactly("90 B", "40 B", "60 B", "50 B", "110 B");
    }

    @Test
    void percentilesAreAnswersThatWereGiven() {
        HistorianTrends.Answers answers =
                answers(7, IntStream.rangeClosed(1, 20).asDoubleStream().toArray());

        assertThat(answers.percentile(50)).isEqualTo(10);
        assertThat(answers.percentile(95)).isEqualTo(19);
        assertThat(answers.percentile(100)).isEqualTo(20);
    }

    @Test
    void whatWasRefusedHasNoTimeAndIsSaid() {
        List<HistorianTrends.Answers> answers =
                List.of(new HistorianTrends.Answers(365, List.of(), 2, "The historian did not answer.", 31.25));

        assertThat(tables(answers).get(3).rows().get(0))
                .extracting(Cell::text)
                .containsExactly("365 days", "31,536,000", "0 of 2", "no answer", "no answer");
        assertThat(HistorianTables.verdicts(answers))
                .containsExactly(
                        "Of the trends of 365 days 2 were refused: The historian did not answer. The same question in"
                                + " SQL, without a limit of time, took 31.3 s.");
    }

    @Test
    void aSlowSpanIsSaidPlainlyAndAQuickOneIsNot() {
        assertThat(HistorianTables.verdicts(List.of(answers(365, 4_000, 9_000), answers(1, 20))))
                .singleElement()
                .asString()
                .startsWith("A trend of 365 days is slow: 9.0 s at p95.");
    }

    private List<Table> tables(List<HistorianTrends.Answers> trends) {
        return HistorianTables.tables(List.of(run(50_000), run(100_000)), day, trends);
    }

    private static HistorianTrends.Answers answers(int days, double... millis) {
        return new HistorianTrends.Answers(days, DoubleStream.of(millis).boxed().toList(), 0, "", Double.NaN);
    }

    private static HistorianRun run(long perSecond) {
        return new HistorianRun(
                perSecond * 10,
                10,
                8,
                4,
                new HistorianTool.Count(400_000, 1),
                new HistorianTool.Count(200_000, 1),
                new HistorianTool.Count(1_000_000, 1));
    }
}
