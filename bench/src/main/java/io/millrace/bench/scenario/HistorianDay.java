package io.millrace.bench.scenario;

import io.millrace.bench.Bed;
import io.millrace.bench.HubMeter;
import io.millrace.bench.history.HistorianRecords;
import io.millrace.stage.StageException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** What a day of samples takes on the disk, in the log and in PostgreSQL. Used by one thread. */
final class HistorianDay {

    private static final int TAGS = 100;
    private static final int SECONDS = 86_400;
    /** Of the day, so much is written as it would come: second by second. */
    private static final int LIVE_SECONDS = 3_600;

    private static final Duration LIMIT = Duration.ofMinutes(8);
    /** Before yesterday, so that no midnight comes between. */
    private static final int DAYS_AGO = 2;

    /**
     * Bytes of so many samples.
     *
     * @param tags of the day
     * @param rows in PostgreSQL
     * @param liveBytes of a sample in the log, in batches as they come second by second
     * @param fullBytes of a sample in the log, in full batches
     * @param tableBytes in PostgreSQL, all rows
     * @param indexBytes of the key, all rows
     * @param storedPerSecond while the historian caught up with it
     */
    record Result(
            int tags,
            long rows,
            double liveBytes,
            double fullBytes,
            long tableBytes,
            long indexBytes,
            double storedPerSecond) {

        double tablePerSample() {
            return (double) tableBytes / rows;
        }

        double indexPerSample() {
            return (double) indexBytes / rows;
        }
    }

    private HistorianDay() {}

    static int tags(Bed bed) {
        return bed.settings().scaled(TAGS);
    }

    static int seconds(Bed bed) {
        return bed.settings().scaled(SECONDS);
    }

    /** @throws StageException when a record has become no row */
    static Result measure(Bed bed, HubMeter meter, HistorianLog log) {
        LocalDate day = LocalDate.now(ZoneOffset.UTC).minusDays(DAYS_AGO);
        String partition = "millrace.sample_" + day.format(DateTimeFormatter.BASIC_ISO_DATE);
        int tags = tags(bed);
        HistorianRecords records = HistorianRecords.everySecond(
                Flow.LOCATION + "/day", tags, day.atStartOfDay(ZoneOffset.UTC).toEpochSecond() * 1_000_000);
        long live = (long) bed.settings().scaled(LIVE_SECONDS) * tags;
        long all = (long) seconds(bed) * tags;
        bed.step("a day of %,d samples: second by second".formatted(all));
        long empty = log.bytes();
        log.write(records, 0, live, tags);
        long afterLive = log.bytes();
        awaitStored(meter);
        bed.step("a day of %,d samples: the rest at once".formatted(all));
        log.write(records, live, all, 0);
        long before = meter.stored();
        long begin = System.nanoTime();
        awaitStored(meter);
        double storedPerSecond = (meter.stored() - before) * 1e9 / (System.nanoTime() - begin);
        long rows = meter.number("select count(*) from " + partition);
        if (rows != all) {
            throw new StageException(
                    "Of a day's %,d samples %,d are rows, and so no figure is worth anything.".formatted(all, rows),
                    null);
        }
        return new Result(
                tags,
                rows,
                (double) (afterLive - empty) / live,
                (double) (log.bytes() - afterLive) / (all - live),
                meter.number("select pg_table_size('" + partition + "')"),
                meter.number("select pg_indexes_size('" + partition + "')"),
                storedPerSecond);
    }

    private static void awaitStored(HubMeter meter) {
        if (!meter.awaitStored(LIMIT)) {
            throw new StageException("The historian does not catch up with a day of samples.", null);
        }
    }
}
