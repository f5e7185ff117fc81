package io.millrace.historian.sink;

import io.millrace.historian.database.Database;
import io.millrace.model.LogPartition;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Takes the {@link LedgerBook} into the database. What must not be done twice is written with the rows it belongs to;
 * clean deliveries are written a page at a time beside the next batches, for twenty thousand topics take a quarter of a
 * second, and the log can be counted again from where a page was written last. Not thread-safe.
 */
final class Ledger {

    /** Statements have their own limit, which comes first. */
    private static final Duration LONGEST = Duration.ofMinutes(3);

    private final LedgerBook book;
    private final Places places;
    private final LedgerPoster poster;
    private final LedgerTotals totals;
    private final String where;
    private final Clock clock;

    Ledger(LedgerBook book, Places places, LedgerTotals totals, Database database, Duration answer, Clock clock) {
        this.book = book;
        this.places = places;
        this.totals = totals;
        this.poster = new LedgerPoster(database, answer);
        this.where = database.where();
        this.clock = clock;
    }

    /** Takes note of what was written beside, if it is; fails when that failed. */
    void look() throws SQLException, InterruptedException {
        if (!poster.isBusy()) {
            await();
        }
    }

    /** The same, once nothing is written beside any more. */
    void await() throws SQLException, InterruptedException {
        await(LONGEST);
    }

    void await(Duration within) throws SQLException, InterruptedException {
        poster.await(within).ifPresent(this::posted);
    }

    private void posted(LedgerPoster.Posted posted) {
        totals.add(posted.tallies());
        book.posted(posted.millis(), clock.millis());
    }

    /** Writes all there is, if any, and commits it with what was written before. Nothing may be written beside. */
    void write(Connection open) throws SQLException {
        if (!book.isEmpty()) {
            write(open, book.partitions());
        }
    }

    /** Writes what has waited long enough, if nothing is written beside. */
    void writeDue(Connection open) throws SQLException, InterruptedException {
        if (!poster.isBusy()) {
            await();
            Set<LogPartition> due = book.due(clock.millis());
            if (!due.isEmpty()) {
                write(open, due);
            }
        }
    }

    private void write(Connection open, Set<LogPartition> partitions) throws SQLException {
        long start = System.nanoTime();
        Posting posting = book.take(partitions);
        List<Places.Move> moves = counted();
        List<Tally> tallies = LedgerPoster.write(open, posting, moves, where);
        open.commit();
        posted(new LedgerPoster.Posted(tallies, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start)));
    }

    /** Has what has waited long enough written beside, for when the rows are committed. */
    void post() throws SQLException, InterruptedException {
        Set<LogPartition> due = book.due(clock.millis());
        if (due.isEmpty() || poster.isBusy() && !book.isFull()) {
            return;
        }
        await();
        poster.post(book.take(due), counted());
    }

    /** Where nothing waits everything is counted. */
    private List<Places.Move> counted() {
        List<Places.Move> moves = places.counted(book::isEmpty);
        places.moved(moves);
        return moves;
    }

    /** The book is given up, and what is written beside is broken off. */
    void forget() {
        poster.forget();
        book.clear();
    }

    /** Breaks off what is written beside, whoever waits for it; may be called by any thread. */
    void close() {
        poster.close();
    }
}
