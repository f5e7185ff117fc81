package io.millrace.historian.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A few connections for questions, each used by one thread at a time. One that failed is thrown away, and the question
 * asked once more on a fresh one, so that nobody notices a restart of PostgreSQL. Thread-safe.
 */
public final class Connections implements AutoCloseable {

    /** A question: reads only, may be asked twice. */
    public interface Question<T> {
        T ask(Connection connection) throws SQLException;
    }

    private final Database database;
    private final Duration answerWithin;
    private final int size;
    private final Semaphore permits;
    private final Deque<Connection> idle = new ArrayDeque<>();
    private boolean closed;

    public Connections(Database database, int size, Duration answerWithin) {
        this.database = database;
        this.answerWithin = answerWithin;
        this.size = size;
        this.permits = new Semaphore(size, true);
    }

    /**
     * Asks within a read-only transaction at {@code REPEATABLE READ}: one moment in time for all of its statements.
     *
     * @throws HistorianUnavailableException when no answer can be had
     */
    public <T> T ask(Question<T> question) {
        acquire();
        try {
            Connection kept = takeIdle();
            if (kept != null) {
                try {
                    return ask(kept, question);
                } catch (SQLException failure) {
                    if (!Failures.isConnectionLost(failure)) {
                        throw database.unavailable(failure);
                    }
                }
            }
            try {
                return ask(fresh(), question);
            } catch (SQLException failure) {
                throw database.unavailable(failure);
            }
        } finally {
            permits.release();
        }
    }

    private <T> T ask(Connection connection, Question<T> question) throws SQLException {
        boolean whole = false;
        try {
            T answer = question.ask(connection);
            connection.rollback();
            whole = true;
            return answer;
        } finally {
            if (whole) {
                putBack(connection);
            } else {
                Database.closeQuietly(connection);
            }
        }
    }

    private Connection fresh() throws SQLException {
        Connection connection = database.open("questions", answerWithin);
        try {
            connection.setReadOnly(true);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            connection.setAutoCommit(false);
            return connection;
        } catch (SQLException failed) {
            Database.closeQuietly(connection);
            throw failed;
        }
    }

    private void acquire() {
        try {
            if (!permits.tryAcquire(answerWithin.toMillis(), TimeUnit.MILLISECONDS)) {
                throw busy("all " + size + " connections for questions are busy");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw busy("the wait for a free connection was broken off");
        }
    }

    private HistorianUnavailableException busy(String why) {
        return new HistorianUnavailableException(
                "The historian's database at " + database.where() + " did not answer in time: " + why,
                new SQLException(why));
    }

    private synchronized @Nullable Connection takeIdle() {
        return idle.pollFirst();
    }

    private void putBack(Connection connection) {
        synchronized (this) {
            if (!closed) {
                idle.addFirst(connection);
                return;
            }
        }
        Database.closeQuietly(connection);
    }

    @Override
    public void close() {
        Deque<Connection> rest;
        synchronized (this) {
            closed = true;
            rest = new ArrayDeque<>(idle);
            idle.clear();
        }
        rest.forEach(Database::closeQuietly);
    }
}
