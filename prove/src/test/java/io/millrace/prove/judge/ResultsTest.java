package io.millrace.prove.judge;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.prove.journal.Entry;
import io.millrace.prove.plant.Flow;
import io.millrace.prove.plant.Plant;
import io.millrace.prove.plant.Timetable;
import io.millrace.prove.recount.Expected;
import io.millrace.prove.recount.Moment;
import io.millrace.prove.recount.Present;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Results of processors, right everywhere but in one place. */
class ResultsTest {

    private static final long START = 1_700_000_000_000_000L;
    private static final Timetable TIMETABLE = new Timetable(START);
    /** Half an hour later. */
    private static final Present PRESENT = new Present(START + 1_800_000_000L, START + 1_800_000_000L);

    private static final String TOTAL = Plant.topic("line-1", "_historian/pieces/total");
    private static final String SUM = Plant.topic("line-1", "_historian/climate/sum");
    private static final String STATE = Plant.topic("line-1", "_analytics/line-state/add");

    private final Findings findings = new Findings();
    private final Judge judge = new Judge(1, 1, TIMETABLE, findings);
    /** What the historian holds, by topic. */
    private final Map<String, TreeMap<Moment, String>> rows = new HashMap<>();

    @BeforeEach
    void theHistorianHoldsWhatFollowsFromThreePiecesAndATemperature() {
        for (int number = 1; number <= 3; number++) {
            send(Flow.COUNT, number, START + number * 100_000L);
        }
        send(Flow.VALUE, 1, START);
        judge.results(PRESENT).forEach(expected -> rows.put(expected.topic(), new TreeMap<>(expected.says())));
    }

    private void send(Flow flow, long number, long micros) {
        judge.journal(new Entry(Entry.Kind.ATTEMPTED, flow.ordinal(), 1, number, micros));
        judge.journal(new Entry(Entry.Kind.ACKNOWLEDGED, flow.ordinal(), 1, number, 0));
        judge.stored(told(flow, number, micros));
    }

    private static Told told(Flow flow, long number, long micros) {
        String id = Plant.id(flow, 1, number).orElse(null);
        return new Told(Plant.topic(flow, 1), micros, Plant.value(flow, number), id, false);
    }

    private List<Finding> judged() {
        judge.results(PRESENT).forEach(expected -> {
            ResultJudge results = new ResultJudge(expected, findings);
            rowsOf(expected).forEach(results::stored);
            results.close();
        });
        return findings.list();
    }

    private TreeMap<Moment, String> rowsOf(Expected expected) {
        return rows.getOrDefault(expected.topic(), new TreeMap<>());
    }

    private TreeMap<Moment, String> rows(String topic) {
        return rows.getOrDefault(topic, new TreeMap<>());
    }

    @Test
    void findsNothingWhereNothingIsWrong() {
        assertThat(rows(TOTAL).values()).containsExactly("1", "3", "6");
        assertThat(judged()).isEmpty();
    }

    @Test
    void findsATotalThatCountedAPieceTwice() {
        rows(TOTAL).put(Moment.at(START + 300_000), "9");

        assertThat(judged()).singleElement().satisfies(finding -> {
            assertThat(finding.kind()).isEqualTo(Finding.Kind.RESULT);
            assertThat(finding.examples())
                    .containsExactly("pieces at line-1, " + TOTAL + ", at 2023-11-14T22:13:20.300Z: must be 6, is 9");
        });
    }

    @Test
    void findsAWindowThatIsMissing() {
        rows(SUM).clear();

        assertThat(judged()).singleElement().satisfies(finding -> {
            assertThat(finding.kind()).isEqualTo(Finding.Kind.LOST);
            assertThat(finding.examples().get(0))
                    .contains("climate at line-1", "the 5.0 s from 2023-11-14T22:13:20Z: must be 1.5, is nothing");
        });
    }

    @Test
    void findsAStateThatNobodyTookBack() {
        rows(STATE).put(Moment.at(START + 200_000), "stopped (40000) until " + (START + 300_000) + " µs");

        assertThat(judged()).singleElement().satisfies(finding -> {
            assertThat(finding.kind()).isEqualTo(Finding.Kind.INVENTED);
            assertThat(finding.examples().get(0))
                    .contains("line-state at line-1", "must be nothing, is stopped (40000)");
        });
    }

    @Test
    void findsAResultThatIsThereTwice() {
        Expected expected = judge.results(PRESENT)
                .filter(one -> one.topic().equals(TOTAL))
                .findFirst()
                .orElseThrow();
        ResultJudge results = new ResultJudge(expected, findings);
        expected.says().forEach(results::stored);
        results.stored(Moment.at(START + 100_000), "1");

        assertThat(results.close()).isEqualTo(3);
        assertThat(findings.list()).extracting(Finding::kind).containsExactly(Finding.Kind.DOUBLED);
    }

    @Test
    void goesByTheMessagesThatAreThereThoughNobodyAcknowledgedThem() {
        judge.journal(new Entry(Entry.Kind.ATTEMPTED, Flow.COUNT.ordinal(), 1, 4, START + 400_000));
        judge.journal(new Entry(Entry.Kind.ATTEMPTED, Flow.COUNT.ordinal(), 1, 5, START + 500_000));
        judge.stored(told(Flow.COUNT, 5, START + 500_000));

        // 1 + 2 + 3 + 5, without the fourth, which nobody has
        assertThat(judged())
                .flatExtracting(Finding::examples)
                .filteredOn(example -> example.contains(TOTAL))
                .containsExactly(
                        "pieces at line-1, " + TOTAL + ", at 2023-11-14T22:13:20.500Z: must be 11, is nothing");
    }

    @Test
    void aLedgerBalancesWhenCorrectionsAreNoFurtherRows() {
        Moment first = Moment.at(START);
        Moment second = Moment.at(START + 1);
        Moment third = Moment.at(START + 2);
        said(first, 0, false);
        said(first, 1, false); // corrected
        said(second, 0, false);
        said(second, 2, true); // taken back
        said(third, 3, true); // taken back before it was said
        said(third, 4, false); // and then said
        judge.stored(new Told(TOTAL, START, 1.0, null, false));
        judge.stored(new Told(TOTAL, START + 2, 1.0, null, false));
        judge.ledger(new LedgerRow("processor:pieces", TOTAL, 6, 6, 0, 0, 0, 4));

        assertThat(ledgerFindings()).isEmpty();
    }

    @Test
    void findsALedgerThatDoesNotKnowOfACorrection() {
        said(Moment.at(START), 0, false);
        said(Moment.at(START), 1, false);
        judge.stored(new Told(TOTAL, START, 1.0, null, false));
        judge.ledger(new LedgerRow("processor:pieces", TOTAL, 2, 2, 0, 0, 0, 0));

        assertThat(ledgerFindings())
                .extracting(Finding::sentence)
                .containsExactlyInAnyOrder(
                        "The ledger's corrected is not the number of corrections in the log.",
                        "The ledger's delivered is not the number of rows.");
    }

    private void said(Moment moment, long number, boolean retracted) {
        Told told = new Told(TOTAL, moment.micros(), 1.0, null, false);
        judge.logged("millrace.samples/0", "processor:pieces", told, true);
        judge.said(told, number, retracted);
    }

    private List<Finding> ledgerFindings() {
        judge.close();
        return findings.list().stream()
                .filter(finding -> finding.examples().stream().anyMatch(example -> example.contains(TOTAL)))
                .toList();
    }
}
