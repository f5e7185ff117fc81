package io.millrace.prove.judge;

import io.millrace.prove.plant.Flow;
import io.millrace.prove.plant.Plant;
import io.millrace.prove.recount.Moment;
import io.millrace.prove.recount.Reading;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Judges one flow of one line: acknowledged within stored within attempted, each once in the rows, and in the log in
 * the order that the publisher could rely on. Told in this order: the journal, the log, the rows, the totals. Not
 * thread-safe.
 */
final class FlowJudge {

    private final Flow flow;
    private final int line;
    private final String topic;
    private final Findings findings;
    private final Journaled journaled = new Journaled();
    private final BitSet logged = new BitSet();
    private final BitSet stored = new BitSet();
    /** The latest first attempt of anything seen in the log so far. */
    private int latestAttempt;

    private int latestNumber;
    private long rows;
    private long records;

    FlowJudge(Flow flow, int line, Findings findings) {
        this.flow = flow;
        this.line = line;
        this.topic = Plant.topic(flow, line);
        this.findings = findings;
    }

    Journaled journaled() {
        return journaled;
    }

    /** The next record of this topic in the order of the log. */
    void logged(Told told) {
        records++;
        int number = known(told, "the log");
        if (number == 0 || logged.get(number)) {
            // A redelivery in the log is allowed; it must not come through to the rows.
            return;
        }
        logged.set(number);
        if (latestAttempt > journaled.acknowledgedAt(number)) {
            findings.add(
                    Finding.Kind.OUT_OF_ORDER,
                    "A message stands in the log behind one that was published only after it had been acknowledged.",
                    topic + ": " + number + " behind " + latestNumber);
        }
        if (journaled.attemptedAt(number) > latestAttempt) {
            latestAttempt = journaled.attemptedAt(number);
            latestNumber = number;
        }
    }

    void stored(Told told) {
        rows++;
        int number = known(told, "the historian");
        if (number == 0) {
            return;
        }
        if (stored.get(number)) {
            findings.add(Finding.Kind.DOUBLED, "A message has more than one row in the historian.", told.toString());
        }
        stored.set(number);
    }

    /** The number of the message that this is; 0 when nobody sent it like that. */
    private int known(Told told, String where) {
        long number = Plant.number(flow, told.value());
        boolean asSent = journaled.wasAttempted(number)
                && journaled.timestamp((int) number) == told.timestampMicros()
                && Plant.id(flow, line, number).equals(java.util.Optional.ofNullable(told.id()))
                && !told.bad();
        if (!asSent) {
            findings.add(Finding.Kind.INVENTED, "Something stands in " + where + " that nobody sent.", told.toString());
            return 0;
        }
        return (int) number;
    }

    /** What the database counts by itself must be what the plant made. */
    void totals(Totals totals) {
        long attempted = journaled.attempted();
        long acknowledged = journaled.acknowledged().cardinality();
        if (totals.rows() != totals.distinct()) {
            findings.add(
                    Finding.Kind.DOUBLED,
                    "count(*) is not count(distinct value).",
                    topic + ": " + totals.rows() + " rows, " + totals.distinct() + " different values");
        }
        boolean allAcknowledged = attempted == acknowledged;
        double sum = attempted * (attempted + 1) / 2.0 + (flow == Flow.VALUE ? attempted / 2.0 : 0);
        double greatest = attempted + (flow == Flow.VALUE ? 0.5 : 0);
        boolean exact = totals.rows() == attempted
                && (attempted == 0 || totals.greatest() == greatest && Math.abs(totals.sum() - sum) < 0.25);
        if (allAcknowledged && !exact) {
            findings.add(
                    Finding.Kind.FINAL_COUNT,
                    "The historian's totals are not the plant's.",
                    topic + ": " + attempted + " made, sum " + sum + "; stored " + totals.rows() + ", greatest "
                            + totals.greatest() + ", sum " + totals.sum());
        }
    }

    /** @param shortened whether the beginning of the log is gone, so that it cannot be asked for everything */
    void close(boolean shortened) {
        if (journaled.attempted() != journaled.greatest()) {
            throw new IllegalStateException("the journal of " + topic + " has a hole");
        }
        BitSet acknowledged = journaled.acknowledged();
        if (!shortened) {
            missing(acknowledged, logged, Finding.Kind.LOST, "An acknowledged message is not in the log.");
            missing(stored, logged, Finding.Kind.INVENTED, "A row of the historian has no record in the log.");
        }
        missing(acknowledged, stored, Finding.Kind.LOST, "An acknowledged message is not in the historian.");
        BitSet unacknowledged = (BitSet) logged.clone();
        unacknowledged.andNot(acknowledged);
        missing(
                unacknowledged,
                stored,
                Finding.Kind.LOST,
                "A record of the log, though never acknowledged, is not in the historian.");
    }

    private void missing(BitSet wanted, BitSet there, Finding.Kind kind, String sentence) {
        BitSet missing = (BitSet) wanted.clone();
        missing.andNot(there);
        for (int number = missing.nextSetBit(0); number >= 0; number = missing.nextSetBit(number + 1)) {
            findings.add(kind, sentence, topic + ": " + number);
        }
    }

    /**
     * What processors have to go by: of the journal's messages, with the times and values of the journal, those that the
     * historian holds. Whether these are the right ones is judged apart.
     */
    List<Reading> readings() {
        List<Reading> readings = new ArrayList<>(stored.cardinality());
        for (int number = stored.nextSetBit(0); number >= 0; number = stored.nextSetBit(number + 1)) {
            Moment moment = new Moment(
                    journaled.timestamp(number), Plant.id(flow, line, number).orElse(""));
            readings.add(new Reading(moment, Plant.value(flow, number)));
        }
        return readings;
    }

    long rows() {
        return rows;
    }

    long records() {
        return records;
    }

    int distinctRecords() {
        return logged.cardinality();
    }
}
