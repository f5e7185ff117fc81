package io.millrace.bench.scenario;

import io.millrace.bench.Bed;
import io.millrace.bench.Findings;
import io.millrace.bench.HubMeter;
import io.millrace.bench.Scenario;
import io.millrace.stage.HubProcess;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The historian by itself: how fast it stores against what its PostgreSQL and its log can do, what a sample takes on the
 * disk, and how long trends over a year take.
 */
public final class HistorianScenario implements Scenario {

    private static final String SITE = "bench";
    /** The historian and what it needs; the console would read the log too. */
    private static final String ALONE = "broker,historian";

    @Override
    public String name() {
        return "historian";
    }

    @Override
    public String title() {
        return "The historian";
    }

    @Override
    public String sentence() {
        return "Rows/s from the log against the machine's own COPY, bytes per sample, trends over a year at one second.";
    }

    @Override
    public Findings measure(Bed bed) {
        Map<String, String> versions = new HashMap<>();
        Stored stored = store(bed, versions);
        List<HistorianTrends.Answers> trends = trends(bed);
        List<String> notes = new ArrayList<>(HistorianTables.verdicts(trends));
        notes.addAll(notes());
        return new Findings(
                versions, settings(bed), notes, HistorianTables.tables(stored.runs(), stored.day(), trends));
    }

    /** What a hub that only stores was seen to do. */
    record Stored(List<HistorianRun> runs, HistorianDay.Result day) {}

    static Stored store(Bed bed, Map<String, String> versions) {
        HubProcess hub = alone(bed);
        try (HubMeter meter = new HubMeter(hub);
                HistorianLog log = new HistorianLog(bed, hub, SITE);
                HistorianDatabase database = HistorianDatabase.open(hub)) {
            versions.putAll(meter.versions());
            List<HistorianRun> runs = new HistorianRates(bed, hub, meter, log, database).measure();
            return new Stored(runs, HistorianDay.measure(bed, meter, log));
        } finally {
            bed.end(hub);
        }
    }

    static List<HistorianTrends.Answers> trends(Bed bed) {
        HubProcess hub = bed.hub("year", site());
        try (HubMeter meter = new HubMeter(hub);
                HistorianLog log = new HistorianLog(bed, hub, SITE)) {
            HistorianYear year = new HistorianYear(bed, hub);
            year.fill(meter, log);
            return new HistorianTrends(bed, hub, year).ask();
        } finally {
            bed.end(hub);
        }
    }

    private static HubProcess alone(Bed bed) {
        HubProcess hub = bed.prepared("store", site(), "--roles", ALONE);
        hub.launch();
        hub.awaitReady();
        return hub;
    }

    private static String site() {
        return """
                site: %s
                location: bench
                log: {port: 0}
                mqtt: {listeners: [{port: 0}]}
                historian: {port: 0, retention: 400d}
                console: {port: 0}
                """.formatted(SITE);
    }

    private static Map<String, String> settings(Bed bed) {
        return Map.of(
                "records written to catch up with, each run",
                "%,d of %d bytes of JSON on %,d topics"
                        .formatted(
                                HistorianRates.records(bed),
                                HistorianRates.PAYLOAD_BYTES,
                                bed.settings().scaled(HistorianRates.TAGS)),
                "a day",
                "%d tags, one sample a second, %,d seconds"
                        .formatted(HistorianDay.tags(bed), HistorianDay.seconds(bed)),
                "a year",
                "one tag, one sample a second, %d days".formatted(HistorianYear.days(bed)),
                "roles while it catches up",
                ALONE);
    }

    private static List<String> notes() {
        return List.of(
                "Catching up is measured from the moment at which the writer of the log has ended until the last record"
                        + " is a row; the writer, the reader and the COPY are processes of their own.",
                "The COPY is one statement of the binary form with the historian's columns, rows in the same order, into a"
                        + " fresh table on the same PostgreSQL. The log is read by a plain consumer that does nothing"
                        + " with what it gets.",
                "There is no compaction in the historian yet: it keeps daily partitions of PostgreSQL as they were"
                        + " written, and so there is no figure for after it.",
                "Bytes in the log are those of the record batches, compressed with lz4, with headers as ingest writes"
                        + " them; bytes in PostgreSQL are those of the day's partition, free space map and the like"
                        + " included, the write-ahead log not.",
                "The year was written by PostgreSQL itself into the historian's partitions and vacuumed; the tag is alone"
                        + " in them, which leaves fewer gaps in the pages of the key than a plant does, so that a trend"
                        + " reads fewer of them. The files are in the system's cache when trends are asked for. Months,"
                        + " weeks and days begin at random seconds.");
    }
}
