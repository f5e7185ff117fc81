package io.millrace.bench.scenario;

import io.millrace.bench.Bed;
import io.millrace.bench.HubMeter;
import io.millrace.bench.history.HistorianCopier;
import io.millrace.bench.history.HistorianRecords;
import io.millrace.bench.history.HistorianTool;
import io.millrace.stage.HubProcess;
import io.millrace.stage.Pause;
import io.millrace.stage.StageException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How fast the historian catches up with its log while nothing else comes in, and how fast its PostgreSQL and its log
 * are by themselves, in turn. Used by one thread.
 */
final class HistorianRates {

    static final int TAGS = 20_000;
    static final int PAYLOAD_BYTES = 120;

    private static final int RECORDS = 2_000_000;
    /** Of the time that a load has to warm up: each record is more work at once than there. */
    private static final int SHORTER = 3;

    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final long LOOK_MILLIS = 50;
    private static final String PLAIN = "bench.plain";
    private static final String KEYED = "bench.keyed";

    private final Bed bed;
    private final HubProcess hub;
    private final HubMeter meter;
    private final HistorianLog log;
    private final HistorianDatabase database;
    private final int tags;
    private final int records;
    private final long firstMicros;
    private long written;

    HistorianRates(Bed bed, HubProcess hub, HubMeter meter, HistorianLog log, HistorianDatabase database) {
        this.bed = bed;
        this.hub = hub;
        this.meter = meter;
        this.log = log;
        this.database = database;
        this.tags = bed.settings().scaled(TAGS);
        this.records = records(bed);
        Instant now = Instant.now();
        this.firstMicros = now.getEpochSecond() * 1_000_000 + now.getNano() / 1_000;
    }

    /** Written in each run. */
    static int records(Bed bed) {
        return bed.settings().scaled(RECORDS);
    }

    /** @throws StageException when a record has become no row */
    List<HistorianRun> measure() {
        bed.step("the historian alone with its log: warming up");
        long begin = System.nanoTime();
        long warmUp = bed.settings().warmUp().toNanos() / SHORTER;
        do {
            write();
            drain();
        } while (System.nanoTime() - begin < warmUp);
        database.execute("create schema if not exists bench");
        List<HistorianRun> runs = new ArrayList<>();
        for (int run = 1; run <= bed.settings().runs(); run++) {
            String words = ", run " + run + " of " + bed.settings().runs();
            bed.step("%,d records into the log%s".formatted(records, words));
            runs.add(run(words));
        }
        long missing = written - meter.number("select count(*) from millrace.sample");
        if (missing != 0) {
            throw new StageException(
                    "Of %,d records %,d are no row, and so no figure is worth anything.".formatted(written, missing),
                    null);
        }
        return runs;
    }

    private HistorianRun run(String words) {
        database.execute("checkpoint");
        write();
        bed.step("the historian catches up" + words);
        long before = meter.stored();
        Duration hubBefore = hub.processorTime();
        Duration databaseBefore = hub.databaseProcessorTime();
        long begin = System.nanoTime();
        drain();
        double seconds = (System.nanoTime() - begin) / 1e9;
        double hubSeconds = seconds(hub.processorTime().minus(hubBefore));
        double databaseSeconds = seconds(hub.databaseProcessorTime().minus(databaseBefore));
        long stored = meter.stored() - before;
        if (stored == 0) {
            throw new StageException(
                    "The historian had stored all of %,d records before it could be watched.".formatted(records), null);
        }
        bed.step("the machine's own limits" + words);
        return new HistorianRun(
                stored,
                seconds,
                hubSeconds,
                databaseSeconds,
                copy(PLAIN, "including defaults"),
                copy(KEYED, "including defaults including constraints including indexes"),
                log.read(records));
    }

    private HistorianRecords records() {
        return HistorianRecords.scattered(Flow.LOCATION, tags, firstMicros, PAYLOAD_BYTES);
    }

    private void write() {
        log.write(records(), written, written + records, 0);
        written += records;
    }

    private void drain() {
        long most = Math.max(1, meter.lag());
        long deadline = System.nanoTime() + LIMIT.toNanos();
        for (long lag = most; lag > 0; lag = meter.lag()) {
            if (System.nanoTime() - deadline > 0 || !hub.isRunning()) {
                throw new StageException("The historian does not catch up with its log: " + hub.lastWords(), null);
            }
            bed.progress(1 - (double) lag / most, String.format(Locale.ROOT, "%,d waiting for their row", lag));
            Pause.millis(LOOK_MILLIS);
        }
    }

    /** The rows that a run has, at once. */
    private HistorianTool.Count copy(String table, String like) {
        database.execute(
                "drop table if exists " + table,
                "create table " + table + " (like millrace.sample " + like + ") with (autovacuum_enabled = off)",
                "checkpoint");
        List<String> arguments = new ArrayList<>(List.of(table, Integer.toString(records)));
        arguments.addAll(records().words());
        try {
            return HistorianTool.run(
                    log.folder(), "COPY", HistorianCopier.class, arguments, HistorianDatabase.signIn(hub));
        } finally {
            database.execute("drop table if exists " + table);
        }
    }

    private static double seconds(Duration time) {
        return time.toNanos() / 1e9;
    }
}
