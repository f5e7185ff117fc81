package io.millrace.historian.sink;

import io.millrace.model.Headers;
import io.millrace.model.StoredRecord;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Counts what became of a batch: each sample and event once, under its source and topic, and the sequence number of
 * each record that has one. A record that goes to quarantine is counted when it comes back from there. Not thread-safe.
 */
final class Accounts {

    /** Delivered later than this after its own timestamp is late. */
    static final long LATE_MICROS = 60_000_000L;

    static final String TOO_OLD = "older-than-retention";

    /** Numbers beyond it are no count of anything; sums of them stay far from what PostgreSQL can hold. */
    private static final long MAX_SEQUENCE = 1L << 45;

    private static final int MAX_ORIGIN = 250;

    private final LedgerBook book;
    private final Sources sources;
    // The session of the last record is mostly the one of the next.
    private String origin = "";
    private String epoch = "";
    private LedgerBook.@Nullable Session session;

    Accounts(LedgerBook book, Sources sources) {
        this.book = book;
        this.sources = sources;
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
            book.delivered(source(entry.record()), entry.record().record().key(), false, entry.receivedMicros());
            arrived(entry, earliestMicros);
        }
        for (Entry entry : batch.tooOld()) {
            String source = source(entry.record());
            for (int i = 0; i < entry.size(); i++) {
                if (entry.again()) {
                    delivered(source, entry, i);
                } else {
                    book.rejected(source, entry.topic(i), TOO_OLD, entry.receivedMicros());
                }
            }
            arrived(entry, earliestMicros);
        }
    }

    private void count(Entry entry, BatchWriter.Result result) {
        String source = source(entry.record());
        for (int i = 0; i < entry.size(); i++) {
            // What was stored before is expected to be there: now it is counted.
            if (result.isAbsorbed(entry.first() + i) && !entry.again()) {
                book.duplicate(source, entry.topic(i), entry.receivedMicros());
            } else {
                delivered(source, entry, i);
            }
        }
    }

    private void delivered(String source, Entry entry, int item) {
        boolean late = entry.receivedMicros() - entry.micros(item) > LATE_MICROS;
        book.delivered(source, entry.topic(item), late, entry.receivedMicros());
    }

    private void arrived(Entry entry, long earliestMicros) {
        // One that was in quarantine has arrived there, and its session may be forgotten by now.
        if (!entry.record().record().headers().containsKey(Headers.ATTEMPTS)) {
            arrived(entry.record(), entry.receivedMicros(), earliestMicros);
        }
    }

    /** Notes the sequence number of a record, where it has one. */
    void arrived(StoredRecord record, long receivedMicros, long earliestMicros) {
        Map<String, String> headers = record.record().headers();
        String from = headers.get(Headers.ORIGIN);
        String life = headers.get(Headers.EPOCH);
        String sequence = headers.get(Headers.SEQUENCE);
        if (from == null || life == null || sequence == null || receivedMicros < earliestMicros) {
            return;
        }
        try {
            long number = Long.parseLong(sequence);
            if (number < 1 || number > MAX_SEQUENCE) {
                return;
            }
            LedgerBook.Session of = session;
            if (of == null || !origin.equals(from) || !epoch.equals(life)) {
                of = book.session(Sources.storable(from, MAX_ORIGIN), Long.parseLong(life), source(record));
                session = of;
                origin = from;
                epoch = life;
            }
            book.arrived(of, number, receivedMicros);
        } catch (NumberFormatException notOurs) {
            // Someone else's headers of that name: a record without a number.
        }
    }

    /** The book was cleared. */
    void forget() {
        session = null;
    }

    String source(StoredRecord record) {
        return sources.name(record.record().headers().get(Headers.SOURCE));
    }
}
