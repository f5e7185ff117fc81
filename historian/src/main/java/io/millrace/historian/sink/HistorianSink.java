package io.millrace.historian.sink;

import io.millrace.historian.database.Database;
import io.millrace.historian.database.Failures;
import io.millrace.historian.database.HistorianUnavailableException;
import io.millrace.historian.database.Partitions;
import io.millrace.model.LogPartition;
import io.millrace.model.LogSink;
import io.millrace.model.LogWriter;
import io.millrace.model.Namespace;
import io.millrace.model.StoredRecord;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The historian's end of the log: rows and offsets in one transaction.
 *
 * <p>Commits do not wait for the disk ({@code synchronous_commit = off}). A crash of PostgreSQL may so undo the last
 * half second of commits, rows and offsets together; the log still has the records. What must not happen is to go on
 * behind such a hole, or to store a partition that another hub has taken over: therefore each transaction begins by
 * moving the offsets on from where they were last seen, and ends there when they are elsewhere. The follower then asks
 * for the positions and reads again.
 *
 * <p>One connection, one batch at a time; further callers wait.
 */
public final class HistorianSink implements LogSink, AutoCloseable {

    private static final Duration ANSWER = Duration.ofSeconds(60);
    /** Every day costs locks for as long as the transaction lasts, and PostgreSQL has room for a few thousand. */
    private static final int MAX_DAYS = 400;

    private final Database database;
    private final Clock clock;
    private final Supplier<LocalDate> firstKept;
    private final RecordDecoder decoder;
    private final Quarantine quarantine;
    private final TagIds tags;
    private final BatchWriter writer;
    private final SinkCounts counts = new SinkCounts();
    private final ReentrantLock lock = new ReentrantLock();
    private final Set<Long> sampleDays = new HashSet<>();
    private final Set<Long> eventDays = new HashSet<>();
    /** Where the database's offsets were when last seen. */
    private final Map<LogPartition, Long> known = new HashMap<>();

    private volatile @Nullable Connection connection;
    private volatile boolean closed;

    /** @param firstKept the first day within the retention */
    public HistorianSink(
            Database database, Namespace namespace, LogWriter quarantine, Clock clock, Supplier<LocalDate> firstKept) {
        this.database = database;
        this.clock = clock;
        this.firstKept = firstKept;
        this.decoder = new RecordDecoder(namespace, clock);
        this.quarantine = new Quarantine(quarantine, clock);
        this.tags = new TagIds(clock);
        this.writer = new BatchWriter(tags);
    }

    public SinkCounts counts() {
        return counts;
    }

    @Override
    public Map<LogPartition, Long> positions(Collection<LogPartition> partitions) throws Exception {
        lock.lockInterruptibly();
        try {
            Connection open = connected();
            Map<LogPartition, Long> positions = Offsets.read(open);
            open.rollback();
            positions.keySet().retainAll(Set.copyOf(partitions));
            known.keySet().removeAll(Set.copyOf(partitions));
            known.putAll(positions);
            return positions;
        } catch (SQLException failure) {
            forget();
            throw database.unavailable(failure);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void store(List<StoredRecord> records, Map<LogPartition, Long> next) throws Exception {
        lock.lockInterruptibly();
        boolean whole = false;
        try {
            storeInParts(records, next);
            whole = true;
        } catch (SQLException failure) {
            throw database.unavailable(failure);
        } finally {
            if (!whole) {
                counts.failures.increment();
                forget();
            }
            lock.unlock();
        }
    }

    /** In one transaction, unless the records of many days come at once. */
    private void storeInParts(List<StoredRecord> records, Map<LogPartition, Long> next) throws Exception {
        Batch batch = Batch.decode(records, decoder, firstKept.get().toEpochDay() * Batch.DAY_MICROS);
        if (batch.days() > MAX_DAYS) {
            int middle = records.size() / 2;
            List<StoredRecord> first = records.subList(0, middle);
            storeInParts(first, after(first));
            storeInParts(records.subList(middle, records.size()), next);
            return;
        }
        long start = System.nanoTime();
        BatchWriter.Result result = commit(batch, next);
        known.putAll(next);
        counts.samples.add(result.samples());
        counts.events.add(result.events());
        counts.duplicates.add(result.duplicates());
        counts.quarantined.add(
                result.refusals().size() + (long) batch.refusals().size());
        counts.tooOld.add(batch.tooOld());
        counts.batches.increment();
        counts.storeMicros.add((System.nanoTime() - start) / 1000);
    }

    private static Map<LogPartition, Long> after(List<StoredRecord> records) {
        Map<LogPartition, Long> after = new HashMap<>();
        records.forEach(record -> after.put(record.partition(), record.offset() + 1));
        return after;
    }

    private BatchWriter.Result commit(Batch batch, Map<LogPartition, Long> next) throws Exception {
        Connection open = connected();
        tags.learn(open, batch.entries());
        makeDays(open, batch);
        BatchWriter.Result result;
        try {
            result = advanceAndWrite(open, batch, next);
        } catch (SQLException refused) {
            if (!Failures.isMissingPartition(refused)) {
                throw refused;
            }
            // Someone dropped a day we believed to be there.
            open.rollback();
            sampleDays.clear();
            eventDays.clear();
            makeDays(open, batch);
            result = advanceAndWrite(open, batch, next);
        }
        List<Refusal> refusals = new ArrayList<>(batch.refusals());
        refusals.addAll(result.refusals());
        if (!refusals.isEmpty()) {
            // Before the offsets move past them.
            quarantine.write(refusals);
        }
        open.commit();
        return result;
    }

    private BatchWriter.Result advanceAndWrite(Connection open, Batch batch, Map<LogPartition, Long> next)
            throws SQLException {
        Optional<LogPartition> elsewhere = Offsets.advance(open, known, next);
        if (elsewhere.isPresent()) {
            LogPartition partition = elsewhere.get();
            throw new HistorianUnavailableException(
                    "The historian's database at " + database.where() + " has " + partition + " stored up to "
                            + Offsets.read(open).get(partition) + " where " + known.get(partition)
                            + " was expected: another hub stores it too, or a crash undid what was written last."
                            + " The place is asked for again.",
                    new SQLException("the offset was changed by someone else"));
        }
        return writer.write(open, batch.entries());
    }

    private void makeDays(Connection open, Batch batch) throws SQLException {
        makeDays(open, Partitions.Table.SAMPLE, sampleDays, batch.sampleDays());
        makeDays(open, Partitions.Table.EVENT, eventDays, batch.eventDays());
    }

    private static void makeDays(Connection open, Partitions.Table table, Set<Long> known, Set<Long> wanted)
            throws SQLException {
        if (!known.containsAll(wanted)) {
            Partitions.make(
                    open,
                    table,
                    wanted.stream()
                            .filter(day -> !known.contains(day))
                            .map(LocalDate::ofEpochDay)
                            .toList());
            known.addAll(wanted);
        }
    }

    private Connection connected() throws SQLException {
        if (closed) {
            throw new SQLException("the historian is closed", "08003");
        }
        Connection open = connection;
        if (open != null) {
            return open;
        }
        tags.forget();
        sampleDays.clear();
        eventDays.clear();
        Connection fresh = database.open("sink", ANSWER);
        try (Statement statement = fresh.createStatement()) {
            statement.execute("SET synchronous_commit = off");
            BatchWriter.prepare(fresh);
            fresh.setAutoCommit(false);
        } catch (SQLException failed) {
            Database.closeQuietly(fresh);
            throw failed;
        }
        connection = fresh;
        return fresh;
    }

    /** Whatever went wrong: a new connection knows nothing that might be wrong too. */
    private void forget() {
        Database.closeQuietly(connection);
        connection = null;
    }

    /** Breaks off what is going on when it does not end within a second. */
    @Override
    public void close() {
        closed = true;
        try {
            if (lock.tryLock(1, TimeUnit.SECONDS)) {
                try {
                    forget();
                } finally {
                    lock.unlock();
                }
            } else {
                Connection busy = connection;
                if (busy != null) {
                    busy.abort(Runnable::run);
                }
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (SQLException gone) {
            connection = null;
        }
    }
}
