package io.millrace.historian.sink;

import io.millrace.historian.database.Database;
import io.millrace.historian.database.Failures;
import io.millrace.historian.database.HistorianUnavailableException;
import io.millrace.model.LogPartition;
import io.millrace.model.LogSink;
import io.millrace.model.LogWriter;
import io.millrace.model.Namespace;
import io.millrace.model.StoredRecord;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The historian's end of the log: rows, offsets and the ledger in one transaction.
 *
 * <p>Commits do not wait for the disk ({@code synchronous_commit = off}). A crash of PostgreSQL may so undo the last
 * half second of commits, rows and offsets together; the log still has the records. What must not happen is to go on
 * behind such a hole, or to store a partition that another hub has taken over: therefore each transaction moves the
 * offsets on from where they were last seen, and is given up when they are elsewhere. The follower then asks
 * for the positions and reads again.
 *
 * <p>Counts of clean deliveries wait in a {@link LedgerBook}, half a minute at most, so that a tag costs a row of the
 * ledger every few seconds and not with every sample. {@code counted_offset} says how far the ledger is written, and after a
 * restart the log is read again from there: those records are counted, and stored only where they are missing, which
 * they can be when the log lost its end with the power. Each partition has a page of the book, and the {@link Ledger}
 * writes one page at a time beside the rows; as soon as a batch holds anything but clean deliveries the whole book is
 * written with it.
 *
 * <p>One batch at a time; further callers wait. After any failure all that was remembered is forgotten, and every
 * partition is asked for before it is stored again.
 */
public final class HistorianSink implements LogSink, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(HistorianSink.class);
    private static final Duration ANSWER = Duration.ofSeconds(60);
    private static final Duration FAREWELL = Duration.ofSeconds(2);
    /** Every day costs locks for as long as the transaction lasts, and PostgreSQL has room for a few thousand. */
    private static final int MAX_DAYS = 400;

    private final Database database;
    private final Namespace namespace;
    private final Clock clock;
    private final Supplier<LocalDate> firstKept;
    private final KnownTopics topics;
    private final RecordDecoder decoder;
    private final Quarantine quarantine;
    private final TagIds tags;
    private final BatchWriter writer = new BatchWriter();
    private final SinkCounts counts = new SinkCounts();
    private final ReentrantLock lock = new ReentrantLock();
    private final KnownDays days = new KnownDays();
    private final Places places = new Places();
    private final LedgerBook book = new LedgerBook();
    private final Sources sources = new Sources();
    private final Accounts accounts = new Accounts(book);
    private final Ledger ledger;
    private final FactTable facts;
    private final QuarantineTable quarantined;
    private final ProductionMarks marks;

    private volatile @Nullable Connection connection;
    private volatile boolean closed;
    private boolean sourcesKnown;

    /** @param firstKept the first day within the retention */
    public HistorianSink(
            Database database, Namespace namespace, LogWriter quarantine, Clock clock, Supplier<LocalDate> firstKept) {
        this.database = database;
        this.namespace = namespace;
        this.clock = clock;
        this.firstKept = firstKept;
        this.topics = new KnownTopics(namespace);
        this.decoder = new RecordDecoder(topics, sources, clock);
        this.quarantine = new Quarantine(quarantine, clock);
        this.tags = new TagIds(clock);
        this.ledger = new Ledger(book, places, counts.ledger, database, ANSWER, clock);
        this.facts = new FactTable(decoder, sources, book);
        this.quarantined = new QuarantineTable(decoder, sources, accounts, book);
        this.marks = new ProductionMarks(clock);
    }

    public SinkCounts counts() {
        return counts;
    }

    /** Where to go on: behind what is stored by as much as is not in the ledger yet. */
    @Override
    public Map<LogPartition, Long> positions(Collection<LogPartition> partitions) throws Exception {
        lock.lockInterruptibly();
        boolean whole = false;
        try {
            Connection open = settled();
            Map<LogPartition, Places.Place> found = Offsets.places(open);
            open.rollback();
            found.keySet().retainAll(Set.copyOf(partitions));
            places.learn(partitions, found);
            Map<LogPartition, Long> positions = new HashMap<>();
            found.forEach((partition, place) -> positions.put(partition, place.start()));
            whole = true;
            return positions;
        } catch (SQLException failure) {
            throw database.unavailable(failure);
        } finally {
            if (!whole) {
                forget();
            }
            lock.unlock();
        }
    }

    @Override
    public void store(List<StoredRecord> records, Map<LogPartition, Long> next) throws Exception {
        lock.lockInterruptibly();
        boolean whole = false;
        try {
            Optional<LogPartition> unknown = places.unknown(next.keySet());
            if (unknown.isPresent()) {
                throw Offsets.elsewhere("The place of " + unknown.get() + " is not known after a failure.");
            }
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
        long earliest = firstKept.get().toEpochDay() * Batch.DAY_MICROS;
        Batch batch = Batch.decode(records, decoder, earliest, places::storedBefore);
        if (batch.days() > MAX_DAYS) {
            int middle = records.size() / 2;
            List<StoredRecord> first = records.subList(0, middle);
            storeInParts(first, after(first));
            storeInParts(records.subList(middle, records.size()), next);
            return;
        }
        long start = System.nanoTime();
        commit(batch, next, earliest);
        counts.batches.increment();
        counts.storeMicros.add((System.nanoTime() - start) / 1000);
    }

    private static Map<LogPartition, Long> after(List<StoredRecord> records) {
        Map<LogPartition, Long> after = new HashMap<>();
        records.forEach(record -> after.put(record.partition(), record.offset() + 1));
        return after;
    }

    private void commit(Batch batch, Map<LogPartition, Long> next, long earliest) throws Exception {
        ledger.look();
        Connection open = connected();
        tags.learn(open, batch.unlearned());
        days.make(open, batch);
        BatchWriter.Result result = write(open, batch);
        marks.write(open, batch.entries());
        accounts.count(batch, result, earliest);
        List<Refusal> refusals = new ArrayList<>(batch.refusals());
        refusals.addAll(result.refusals());
        refusals.addAll(facts.store(open, batch.facts()));
        quarantined.store(open, batch.quarantined(), earliest);
        List<Places.Move> moves = places.moves(batch.firsts(), next);
        // What must not be done again when the log is counted again, though the ledger may be the same for it.
        if (!refusals.isEmpty()
                || !batch.facts().isEmpty()
                || !batch.quarantined().isEmpty()
                || moves.stream().anyMatch(Places.Move::anew)) {
            book.hurry();
        }
        book.counted(next.keySet(), clock.millis());
        boolean urgent = book.isUrgent();
        if (urgent || moves.stream().anyMatch(Places.Move::recounts)) {
            // Before rows are locked that it needs too.
            ledger.await();
        }
        // Late, since whoever writes the ledger beside waits for these rows.
        Offsets.stored(open, moves, database.where());
        places.moved(moves, next);
        if (!refusals.isEmpty()) {
            // Before the offsets move past them.
            quarantine.write(refusals);
        }
        if (urgent) {
            ledger.write(open);
        } else {
            open.commit();
            ledger.post();
        }
        count(batch, result, refusals.size());
    }

    private BatchWriter.Result write(Connection open, Batch batch) throws SQLException {
        try {
            return writer.write(open, batch);
        } catch (SQLException refused) {
            if (!Failures.isMissingPartition(refused)) {
                throw refused;
            }
            // Someone dropped a day we believed to be there.
            open.rollback();
            days.forget();
            days.make(open, batch);
            return writer.write(open, batch);
        }
    }

    private void count(Batch batch, BatchWriter.Result result, int refusals) {
        counts.samples.add(result.samples());
        counts.events.add(result.events());
        counts.corrections.add(result.corrections());
        counts.quarantined.add(refusals);
        if (!result.isClean()) {
            for (Entry entry : batch.entries()) {
                counts.duplicates.add(entry.again() ? 0 : result.absorbed(entry));
            }
        }
        for (Entry entry : batch.tooOld()) {
            counts.tooOld.add(entry.again() ? 0 : entry.size());
        }
    }

    /**
     * Writes what has waited long enough, for when no more batches come. Does nothing while one is under way, which sees
     * to it itself; a failure is the next batch's to meet again.
     */
    @Override
    public void settle() {
        if (!lock.tryLock()) {
            return;
        }
        boolean whole = false;
        try {
            Connection open = connection;
            if (!closed && open != null) {
                ledger.writeDue(open);
            }
            whole = true;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (SQLException | RuntimeException failed) {
            log.atWarn()
                    .addKeyValue("why", String.valueOf(failed.getMessage()))
                    .log("the ledger could not be written; what it lacks is counted again from the log");
        } finally {
            if (!whole) {
                forget();
            }
            lock.unlock();
        }
    }

    /** With nothing in the book: it is written, or given up where the offsets turn out to be elsewhere. */
    private Connection settled() throws SQLException, InterruptedException {
        Connection open = connected();
        try {
            ledger.await();
            ledger.write(open);
            return open;
        } catch (HistorianUnavailableException elsewhere) {
            // Where they are is just what is asked for.
            forget();
            return connected();
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
        Connection fresh = database.openForWriting("sink", ANSWER);
        try {
            BatchWriter.prepare(fresh);
            learnRoot(fresh);
            if (!sourcesKnown) {
                sources.learn(LedgerTables.sources(fresh, 2 * Sources.MAX));
                sourcesKnown = true;
            }
            fresh.commit();
        } catch (SQLException failed) {
            Database.closeQuietly(fresh);
            throw failed;
        }
        connection = fresh;
        return fresh;
    }

    /** Topics of events are taken apart by views, which have to know where the location begins. */
    private void learnRoot(Connection fresh) throws SQLException {
        try (PreparedStatement insert =
                fresh.prepareStatement("INSERT INTO millrace.namespace (root) VALUES (?) ON CONFLICT DO NOTHING")) {
            insert.setString(1, namespace.root());
            insert.executeUpdate();
        }
    }

    /** Whatever went wrong: a new connection knows nothing that might be wrong too. */
    private void forget() {
        Database.closeQuietly(connection);
        connection = null;
        places.forget();
        ledger.forget();
        topics.forget();
        tags.forget();
        days.forget();
        marks.forget();
    }

    /** Writes the rest of the ledger; breaks off what is going on when it does not end within some seconds. */
    @Override
    public void close() {
        closed = true;
        try {
            if (lock.tryLock(1, TimeUnit.SECONDS)) {
                try {
                    sayGoodbye();
                } finally {
                    forget();
                    lock.unlock();
                }
            } else {
                Database.breakOff(connection);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        ledger.close();
    }

    private void sayGoodbye() {
        Connection open = connection;
        if (open == null) {
            return;
        }
        try {
            ledger.await(FAREWELL);
            open.setNetworkTimeout(Runnable::run, Math.toIntExact(FAREWELL.toMillis()));
            ledger.write(open);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (SQLException | RuntimeException failed) {
            log.atDebug()
                    .addKeyValue("why", String.valueOf(failed.getMessage()))
                    .log("the rest of the ledger is counted again from the log at the next start");
        }
    }
}
