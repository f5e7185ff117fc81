package io.millrace.historian.sink;

import org.jspecify.annotations.Nullable;

/**
 * Counts what became of a batch: each sample and event once, under its source and topic, and the sequence number of
 * each record that has one. A record that goes to quarantine is counted when it comes back from there. Not thread-safe.
 */
final class Accounts {

    /** Delivered later than this after its own timestamp is late. */
    static final long LATE_MICROS = 60_000_000L;

    static final String TOO_OLD = "older-than-retention";

    private final LedgerBook book;

    Accounts(LedgerBook book) {
        this.book = book;
    }

    /** @param earliestMicros sessions that ended before are not remembered; microseconds since 1970 */
    void count(Batch batch, BatchWriter.Result result, long earliestMicros) {
        for (Entry entry : batch.entries()) {
            if (!result.isRefused(entry)) {
                count(entry, result);
                arrived(entry, earliestMicros);
            }
        }
        for (Entry entry : batch.opaque()) {
            LedgerPage page = page(entry);
            page.delivered(page.tally(entry.source(), entry.topic()), false, entry.receivedMicros());
            arrived(entry, earliestMicros);
        }
        for (Entry entry : batch.tooOld()) {
            LedgerPage page = page(entry);
            for (int i = 0; i < entry.size(); i++) {
                Tally tally = page.tally(entry.source(), entry.topic(i));
                if (entry.again()) {
                    delivered(page, tally, entry);
                } else {
                    page.rejected(tally, TOO_OLD, entry.receivedMicros());
                }
            }
            arrived(entry, earliestMicros);
        }
    }

    private void count(Entry entry, BatchWriter.Result result) {
        LedgerPage page = page(entry);
        for (int i = 0; i < entry.size(); i++) {
            Tally tally = page.tally(entry.source(), entry.topic(i));
            // What was stored before is expected to be there: now it is counted.
            if (result.isAbsorbed(entry.first() + i) && !entry.again()) {
                page.duplicate(tally, entry.receivedMicros());
            } else {
                delivered(page, tally, entry);
            }
        }
    }

    private static void delivered(LedgerPage page, Tally tally, Entry entry) {
        boolean late = entry.receivedMicros() - entry.micros() > LATE_MICROS;
        page.delivered(tally, late, entry.receivedMicros());
        if (entry.isCorrection()) {
            page.corrected(tally);
        }
    }

    private LedgerPage page(Entry entry) {
        return book.page(entry.record().partition());
    }

    private void arrived(Entry entry, long earliestMicros) {
        arrived(entry.arrival(), entry.source(), entry.receivedMicros(), earliestMicros);
    }

    /** Notes the sequence number of a record, where it has one. */
    void arrived(@Nullable Arrival arrival, String source, long receivedMicros, long earliestMicros) {
        if (arrival == null || receivedMicros < earliestMicros) {
            return;
        }
        LedgerBook.Session session = book.session(arrival.origin(), arrival.epoch(), source);
        book.arrived(session, arrival.number(), receivedMicros);
    }
}
