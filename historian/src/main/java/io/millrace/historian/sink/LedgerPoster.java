package io.millrace.historian.sink;

import io.millrace.historian.database.Database;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Writes pages of the ledger beside the rows, in transactions of their own, one at a time. It has a connection and, while
 * there is something to do, a thread. To be used by one thread; {@link #close} may be called by any.
 */
final class LedgerPoster {

    /**
     * What is in the database now.
     *
     * @param tallies with what was found to be lost meanwhile
     * @param millis how long it took
     */
    record Posted(List<Tally> tallies, long millis) {}

    /** A session with more ranges of numbers is reduced to half of it: holes close when what is behind follows. */
    private static final int MAX_RANGES = 16_384;

    /** Rows have the machine for most of the time, also while a page is written, unless they wait for it. */
    private static final int ROWS = 250;

    private static final int REST = 3;

    private static final Duration IDLE = Duration.ofSeconds(30);

    private final Database database;
    private final Duration answer;
    private final ThreadPoolExecutor thread;
    private @Nullable UnderWay underWay;
    private volatile @Nullable Connection connection;

    private record UnderWay(Future<Posted> posting, LedgerTables.Pace pace) {}

    /** @param answer longest wait for an answer to one statement */
    LedgerPoster(Database database, Duration answer) {
        this.database = database;
        this.answer = answer;
        this.thread = new ThreadPoolExecutor(
                0, 1, IDLE.toMillis(), TimeUnit.MILLISECONDS, new LinkedBlockingQueue<>(), LedgerPoster::thread);
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "millrace-ledger");
        thread.setDaemon(true);
        return thread;
    }

    /**
     * Writes within the transaction of a connection.
     *
     * @param moves how far it is counted then
     * @return the tallies, with what was found to be lost meanwhile
     */
    static List<Tally> write(Connection connection, Posting posting, List<Places.Move> moves, String where)
            throws SQLException {
        return write(connection, posting, moves, where, LedgerTables.Pace.AT_ONCE);
    }

    private static List<Tally> write(
            Connection connection, Posting posting, List<Places.Move> moves, String where, LedgerTables.Pace pace)
            throws SQLException {
        List<Tally> tallies = LedgerTables.write(connection, posting, MAX_RANGES, pace);
        // Last, since batches move their place in the same rows.
        Offsets.counted(connection, moves, where);
        return tallies;
    }

    boolean isBusy() {
        UnderWay begun = underWay;
        return begun != null && !begun.posting.isDone();
    }

    /** Begins to write; what was posted before has been asked for. */
    void post(Posting posting, List<Places.Move> moves) {
        if (underWay != null) {
            throw new IllegalStateException("what was posted before has not been asked for");
        }
        LedgerTables.Pace pace = new LedgerTables.Pace(ROWS, REST);
        underWay = new UnderWay(thread.submit(() -> writeAlone(posting, moves, pace)), pace);
    }

    private Posted writeAlone(Posting posting, List<Places.Move> moves, LedgerTables.Pace pace) throws SQLException {
        long start = System.nanoTime();
        Connection open = connected();
        boolean whole = false;
        try {
            List<Tally> tallies = write(open, posting, moves, database.where(), pace);
            open.commit();
            whole = true;
            return new Posted(tallies, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
        } finally {
            if (!whole) {
                connection = null;
                Database.closeQuietly(open);
            }
        }
    }

    private Connection connected() throws SQLException {
        Connection open = connection;
        if (open == null) {
            // As the rows: commits are lost in their order, so that nothing is counted that is not stored.
            open = database.openForWriting("ledger", answer);
            connection = open;
        }
        return open;
    }

    /** Waits for what is under way: what has been posted since this was asked last. */
    Optional<Posted> await(Duration within) throws SQLException, InterruptedException {
        UnderWay begun = underWay;
        if (begun == null) {
            return Optional.empty();
        }
        begun.pace.hurry();
        try {
            Posted posted = begun.posting.get(within.toMillis(), TimeUnit.MILLISECONDS);
            underWay = null;
            return Optional.of(posted);
        } catch (ExecutionException failed) {
            underWay = null;
            Throwable why = failed.getCause();
            if (why instanceof RuntimeException program) {
                throw program;
            }
            throw why instanceof SQLException sql ? sql : new SQLException("the ledger could not be written", why);
        } catch (TimeoutException late) {
            throw new SQLException("the ledger was not written within " + within.toSeconds() + " s", "57014", late);
        }
    }

    /**
     * Gives up what is under way. Should it have been committed meanwhile, it is found when the places are moved on from
     * where they were known to be.
     */
    void forget() {
        underWay = null;
        breakOff();
    }

    /** Ends the connection, whoever waits for it. */
    private void breakOff() {
        Connection open = connection;
        connection = null;
        Database.breakOff(open);
    }

    /** Nothing is written any more. */
    void close() {
        breakOff();
        thread.shutdown();
    }
}
