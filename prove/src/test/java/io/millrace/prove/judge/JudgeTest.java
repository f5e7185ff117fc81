package io.millrace.prove.judge;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.prove.journal.Entry;
import io.millrace.prove.plant.Flow;
import io.millrace.prove.plant.Plant;
import io.millrace.prove.plant.Timetable;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every promise broken once, with everything else as it should be. */
class JudgeTest {

    private static final int PIECES = 10;
    private static final String COUNTS = Plant.topic(Flow.COUNT, 1);
    private static final String COUNTER = Plant.deviceTopic("counter-1");
    private static final long START = 1_700_000_000_000_000L;

    private final Findings findings = new Findings();
    private final Judge judge = new Judge(1, 1, new Timetable(1_700_000_000_000_000L), findings);
    private Hub hub = new Hub();

    /** What a hub would hold of ten pieces that were acknowledged one by one. */
    private static final class Hub {
        private final java.util.List<Told> log = new java.util.ArrayList<>();
        private final java.util.List<Told> rows = new java.util.ArrayList<>();
        private LedgerRow ledger = new LedgerRow(Plant.source(1), COUNTS, PIECES, PIECES, 0, 0, 0);
        private Totals totals = new Totals(COUNTS, PIECES, PIECES, PIECES, PIECES * (PIECES + 1) / 2.0);
        private boolean whole = true;
    }

    @BeforeEach
    void tenPiecesWereAcknowledgedOneByOne() {
        for (int number = 1; number <= PIECES; number++) {
            attempt(number);
            acknowledge(number);
            hub.log.add(piece(number));
            hub.rows.add(piece(number));
        }
    }

    private void attempt(long number) {
        judge.journal(new Entry(Entry.Kind.ATTEMPTED, Flow.COUNT.ordinal(), 1, number, time(number)));
    }

    private void acknowledge(long number) {
        judge.journal(new Entry(Entry.Kind.ACKNOWLEDGED, Flow.COUNT.ordinal(), 1, number, 0));
    }

    private static long time(long number) {
        // Every fifth shares the time of the one before.
        return START + 1_000 * (number % 5 == 0 ? number - 1 : number);
    }

    private static Told piece(long number) {
        return new Told(COUNTS, time(number), (double) number, "1-" + number, false);
    }

    private List<Finding> judged() {
        hub.log.forEach(told -> judge.logged("millrace.events/0", Plant.source(1), told, hub.whole));
        hub.rows.forEach(judge::stored);
        judge.totals(hub.totals);
        judge.ledger(hub.ledger);
        judge.close();
        return findings.list();
    }

    private void ledger(long received, long delivered, long duplicate, long rejected, long shed) {
        hub.ledger = new LedgerRow(Plant.source(1), COUNTS, received, delivered, duplicate, rejected, shed);
    }

    private void totals(long rows, long distinct, double greatest, double sum) {
        hub.totals = new Totals(COUNTS, rows, distinct, greatest, sum);
    }

    @Test
    void findsNothingWhereNothingIsWrong() {
        assertThat(judged()).isEmpty();
    }

    @Test
    void countsWhatItHasSeen() {
        hub.log.add(piece(3));
        ledger(11, 10, 1, 0, 0);
        hub.log.forEach(told -> judge.logged("millrace.events/0", Plant.source(1), told, true));
        hub.rows.forEach(judge::stored);
        judge.totals(hub.totals);
        judge.ledger(hub.ledger);

        assertThat(judge.close()).isEqualTo(new Counts(10, 10, 10, 1, 10, 0, 0, 0, 0));
        assertThat(findings.list()).isEmpty();
    }

    @Test
    void findsAnAcknowledgedMessageThatIsNowhere() {
        hub.log.remove(4);
        hub.rows.remove(4);
        ledger(9, 9, 0, 0, 0);
        totals(9, 9, 10, 50);

        assertThat(judged())
                .extracting(Finding::kind, Finding::sentence)
                .contains(
                        org.assertj.core.groups.Tuple.tuple(
                                Finding.Kind.LOST, "An acknowledged message is not in the log."),
                        org.assertj.core.groups.Tuple.tuple(
                                Finding.Kind.LOST, "An acknowledged message is not in the historian."),
                        org.assertj.core.groups.Tuple.tuple(
                                Finding.Kind.FINAL_COUNT, "The historian's totals are not the plant's."));
        assertThat(findings.list().get(0).examples())
                .contains(COUNTS + ": 10 made, sum 55.0; stored 9, greatest 10.0, sum 50.0");
    }

    @Test
    void findsAMessageThatIsInTheLogOnly() {
        hub.rows.remove(9);
        ledger(10, 9, 0, 0, 0);
        totals(9, 9, 9, 45);

        assertThat(kinds()).containsExactlyInAnyOrder(Finding.Kind.FINAL_COUNT, Finding.Kind.LOST, Finding.Kind.LEDGER);
    }

    @Test
    void findsARecordThatWasNeverAcknowledgedAndThatTheHistorianLeftOut() {
        attempt(11);
        hub.log.add(piece(11));
        ledger(11, 11, 0, 0, 0);

        List<Finding> found = judged();

        assertThat(found)
                .filteredOn(finding -> finding.kind() == Finding.Kind.LOST)
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.sentence()).contains("though never acknowledged");
                    assertThat(finding.examples()).containsExactly(COUNTS + ": 11");
                });
    }

    @Test
    void letsAMessageGoThatWasNeverAcknowledgedAndIsNowhere() {
        attempt(11);

        assertThat(judged()).isEmpty();
    }

    @Test
    void findsARowThatIsThereTwice() {
        hub.rows.add(piece(7));
        hub.log.add(piece(7));
        ledger(11, 11, 0, 0, 0);
        totals(11, 10, 10, 62);

        assertThat(kinds())
                .containsExactlyInAnyOrder(Finding.Kind.DOUBLED, Finding.Kind.DOUBLED, Finding.Kind.FINAL_COUNT);
    }

    @Test
    void findsWhatNobodySent() {
        Told foreign = new Told(COUNTS, time(3), 99.0, "1-99", false);
        hub.rows.add(foreign);
        totals(11, 11, 99, 154);

        assertThat(kinds()).contains(Finding.Kind.INVENTED, Finding.Kind.FINAL_COUNT, Finding.Kind.LEDGER);
    }

    @Test
    void findsATimeAnIdOrAQualityThatWasChanged() {
        hub.rows.set(2, new Told(COUNTS, time(3) + 1, 3.0, "1-3", false));
        hub.rows.set(3, new Told(COUNTS, time(4), 4.0, null, false));
        hub.rows.set(5, new Told(COUNTS, time(6), 6.0, "1-6", true));
        hub.rows.set(6, new Told(COUNTS, time(7), null, "1-7", false));

        List<Finding> found = judged();

        assertThat(found)
                .filteredOn(finding -> finding.kind() == Finding.Kind.INVENTED)
                .singleElement()
                .satisfies(finding -> assertThat(finding.count()).isEqualTo(4));
        assertThat(found)
                .filteredOn(finding -> finding.kind() == Finding.Kind.LOST)
                .singleElement()
                .satisfies(finding -> assertThat(finding.count()).isEqualTo(4));
    }

    @Test
    void findsATopicThatNobodyKnows() {
        hub.rows.add(new Told("umh/v1/elsewhere/_historian/x", START, 1.0, null, false));

        assertThat(kinds()).contains(Finding.Kind.INVENTED);
    }

    @Test
    void findsBusinessEventsThatNobodySent() {
        judge.storedEvents("umh/v1/prove/plant/_analytics/count", 2);

        assertThat(kinds()).contains(Finding.Kind.INVENTED, Finding.Kind.LEDGER);
    }

    @Test
    void findsAMessageBehindOneThatCameAfterItsAcknowledgement() {
        hub.log.add(hub.log.remove(3));

        List<Finding> found = judged();

        assertThat(found).singleElement().satisfies(finding -> {
            assertThat(finding.kind()).isEqualTo(Finding.Kind.OUT_OF_ORDER);
            assertThat(finding.examples()).containsExactly(COUNTS + ": 4 behind 10");
        });
    }

    @Test
    void letsMessagesOvertakeOneAnotherThatWereUnderWayTogether() {
        attempt(11);
        attempt(12);
        acknowledge(12);
        acknowledge(11);
        for (int number : new int[] {12, 11}) {
            hub.log.add(piece(number));
            hub.rows.add(piece(number));
        }
        ledger(12, 12, 0, 0, 0);
        totals(12, 12, 12, 78);

        assertThat(judged()).isEmpty();
    }

    @Test
    void letsARedeliveryComeLateInTheLog() {
        hub.log.add(piece(1));
        ledger(11, 10, 1, 0, 0);

        assertThat(judged()).isEmpty();
    }

    @Test
    void findsATopicInTwoPartitions() {
        judge.logged("millrace.events/1", Plant.source(1), piece(1), true);
        ledger(11, 10, 1, 0, 0);

        assertThat(kinds()).containsExactly(Finding.Kind.OUT_OF_ORDER);
    }

    @Test
    void doesNotAskAShortenedLogForItsBeginning() {
        hub.log.subList(0, 5).clear();
        hub.whole = false;

        assertThat(judged()).isEmpty();
    }

    @Test
    void asksTheRowsForEverythingEvenWhenTheLogWasShortened() {
        hub.log.clear();
        hub.rows.remove(0);
        judge.shortened();
        ledger(10, 9, 0, 0, 0);
        totals(9, 9, 10, 54);

        assertThat(kinds()).contains(Finding.Kind.LOST, Finding.Kind.FINAL_COUNT);
    }

    @Test
    void findsALedgerThatDoesNotBalance() {
        ledger(10, 10, 1, 0, 0);

        assertThat(kinds()).containsExactly(Finding.Kind.LEDGER);
    }

    @Test
    void findsALedgerThatHasReceivedMoreThanTheLogHolds() {
        ledger(12, 10, 2, 0, 0);

        assertThat(judged()).singleElement().satisfies(finding -> {
            assertThat(finding.kind()).isEqualTo(Finding.Kind.LEDGER);
            assertThat(finding.sentence()).contains("received");
        });
    }

    @Test
    void findsALedgerThatHasDeliveredMoreThanThereAreRows() {
        hub.log.add(piece(1));
        ledger(11, 11, 0, 0, 0);

        assertThat(judged()).singleElement().satisfies(finding -> assertThat(finding.sentence())
                .contains("delivered is not the number of rows"));
    }

    @Test
    void findsASourceThatTheLedgerDoesNotKnow() {
        judge.logged("millrace.events/0", "mqtt:somebody", piece(1), true);

        assertThat(judged()).singleElement().satisfies(finding -> assertThat(finding.examples())
                .containsExactly("mqtt:somebody on " + COUNTS));
    }

    @Test
    void takesWhatWasRefusedBeforeTheLogAndWhatWasShedForReceived() {
        judge.quarantined(Plant.source(1), COUNTS, false);
        judge.quarantined(Plant.source(1), COUNTS, true);
        ledger(13, 10, 0, 1, 2);

        assertThat(judged()).isEmpty();
    }

    @Test
    void findsACounterThatGoesBack() {
        device(5, 6, 7);
        reading(1, 5);
        reading(2, 7);
        reading(3, 6);
        reading(4, 7);

        assertThat(kinds()).containsExactlyInAnyOrder(Finding.Kind.OUT_OF_ORDER, Finding.Kind.OUT_OF_ORDER);
    }

    @Test
    void findsACounterThatShowsWhatTheDeviceNeverShowed() {
        device(5, 7);
        reading(1, 5);
        reading(2, 6);
        reading(3, 7);

        assertThat(kinds()).containsExactlyInAnyOrder(Finding.Kind.INVENTED, Finding.Kind.INVENTED);
    }

    @Test
    void findsACounterWhoseLastValueIsMissing() {
        device(5, 7);
        reading(1, 5);

        assertThat(kinds()).containsExactlyInAnyOrder(Finding.Kind.FINAL_COUNT, Finding.Kind.FINAL_COUNT);
    }

    @Test
    void letsACounterStandStillAndBeBadInBetween() {
        device(5);
        reading(1, 5);
        reading(2, 5);
        Told bad = new Told(COUNTER, START + 3, null, null, true);
        judge.logged("millrace.events/1", Plant.DEVICE, bad, true);
        judge.stored(bad);
        reading(4, 5);
        judge.ledger(new LedgerRow(Plant.DEVICE, COUNTER, 4, 4, 0, 0, 0));

        assertThat(judged()).isEmpty();
    }

    @Test
    void findsAReadingThatHasNoRowOrTwo() {
        device(5);
        reading(1, 5);
        judge.logged("millrace.events/1", Plant.DEVICE, new Told(COUNTER, START + 2, 5.0, null, false), true);
        judge.stored(new Told(COUNTER, START + 1, 5.0, null, false));
        judge.ledger(new LedgerRow(Plant.DEVICE, COUNTER, 2, 2, 0, 0, 0));

        assertThat(judged())
                .extracting(Finding::kind)
                .containsExactlyInAnyOrder(Finding.Kind.DOUBLED, Finding.Kind.LOST);
    }

    @Test
    void letsNoiseGoAnywhereItWasShown() {
        String noise = Plant.deviceTopic("noise-1");
        for (long value : new long[] {9, 3}) {
            judge.journal(new Entry(Entry.Kind.SHOWN, 1, 1, 0, value));
            Told told = new Told(noise, START - value, (double) value, null, false);
            judge.logged("millrace.samples/1", Plant.DEVICE, told, true);
            judge.stored(told);
        }
        judge.ledger(new LedgerRow(Plant.DEVICE, noise, 2, 2, 0, 0, 0));

        assertThat(judged()).isEmpty();
    }

    private void device(long... shown) {
        for (long value : shown) {
            judge.journal(new Entry(Entry.Kind.SHOWN, 0, 1, 0, value));
        }
    }

    private int readings;

    private void reading(int at, long value) {
        Told told = new Told(COUNTER, START + at, (double) value, null, false);
        judge.logged("millrace.events/1", Plant.DEVICE, told, true);
        judge.stored(told);
        readings++;
    }

    private List<Finding.Kind> kinds() {
        if (readings > 0) {
            judge.ledger(new LedgerRow(Plant.DEVICE, COUNTER, readings, readings, 0, 0, 0));
        }
        return judged().stream().map(Finding::kind).toList();
    }
}
