package io.millrace.bench.scenario;

import io.millrace.bench.Bed;
import io.millrace.bench.HubMeter;
import io.millrace.bench.history.HistorianRecords;
import io.millrace.historian.database.Partitions;
import io.millrace.stage.HubProcess;
import io.millrace.stage.Pause;
import io.millrace.stage.StageException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A year of one tag at one second in a hub's PostgreSQL, in the days that the historian makes. The tag comes through the
 * log; its rows are made by PostgreSQL, since the log has no year. Used by one thread.
 */
final class HistorianYear {

    private static final int DAYS = 365;
    /** Of which one is asked for, and another can be. */
    private static final int FEWEST_DAYS = 2;

    static final int SECONDS_PER_DAY = 86_400;

    private static final int WRITERS = 2;
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final long LOOK_MILLIS = 200;

    private final Bed bed;
    private final HubProcess hub;
    private final List<LocalDate> days;
    private final HistorianRecords tag;

    HistorianYear(Bed bed, HubProcess hub) {
        this.bed = bed;
        this.hub = hub;
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        days = today.minusDays(days(bed)).datesUntil(today).toList();
        tag = HistorianRecords.everySecond(
                Flow.LOCATION + "/year", 1, Instant.now().getEpochSecond() * 1_000_000);
    }

    /** Fewer than the scale says: a day alone has as many rows as a small load as a whole. */
    static int days(Bed bed) {
        int scaled = bed.settings().scaled(DAYS);
        return Math.max(FEWEST_DAYS, bed.settings().scaled(scaled));
    }

    String topic() {
        return tag.topic(0);
    }

    Instant from() {
        return days.get(0).atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    int days() {
        return days.size();
    }

    /** Makes the rows, each day vacuumed as autovacuum does with the days of a plant. */
    void fill(HubMeter meter, HistorianLog log) {
        bed.step("a year at one second: %,d rows".formatted((long) days.size() * SECONDS_PER_DAY));
        log.write(tag, 0, 1, 0);
        if (!meter.awaitStored(LIMIT)) {
            throw new StageException("The historian does not store a single sample: " + hub.lastWords(), null);
        }
        long id = meter.number("select id from millrace.tag where topic = '" + topic() + "'");
        try (HistorianDatabase database = HistorianDatabase.open(hub)) {
            Partitions.make(database.connection(), Partitions.Table.SAMPLE, days);
            fill(id);
            database.execute("checkpoint");
        } catch (SQLException failed) {
            throw HistorianDatabase.refused(failed);
        }
    }

    private void fill(long id) {
        Queue<LocalDate> open = new ConcurrentLinkedQueue<>(days);
        AtomicInteger filled = new AtomicInteger();
        AtomicInteger number = new AtomicInteger();
        ExecutorService writers =
                Executors.newFixedThreadPool(WRITERS, task -> new Thread(task, "year-" + number.incrementAndGet()));
        try {
            List<Future<?>> ends = new ArrayList<>();
            for (int writer = 0; writer < WRITERS; writer++) {
                ends.add(writers.submit(() -> fill(open, id, filled)));
            }
            while (!ends.stream().allMatch(Future::isDone)) {
                Pause.millis(LOOK_MILLIS);
                bed.progress((double) filled.get() / days.size(), filled.get() + " of " + days.size() + " days");
            }
            for (Future<?> end : ends) {
                end.get();
            }
        } catch (ExecutionException failed) {
            throw new StageException("The year could not be written: " + failed.getMessage(), failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new StageException("Interrupted while the year was written.", interrupted);
        } finally {
            open.clear();
            writers.shutdown();
        }
    }

    private void fill(Queue<LocalDate> open, long id, AtomicInteger filled) {
        try (HistorianDatabase database = HistorianDatabase.open(hub)) {
            for (LocalDate day = open.poll(); day != null; day = open.poll()) {
                String partition = "millrace.sample_" + day.format(DateTimeFormatter.BASIC_ISO_DATE);
                database.execute(
                        "insert into " + partition + " (ts, tag_id, quality, number) select timestamptz '" + day
                                + " 00:00:00+00' + s * interval '1 second', " + id
                                + ", 0, 100 + 20 * sin(s / 573.0) + random() from generate_series(0, "
                                + (SECONDS_PER_DAY - 1) + ") s",
                        "vacuum (analyze) " + partition);
                filled.incrementAndGet();
            }
        }
    }
}
