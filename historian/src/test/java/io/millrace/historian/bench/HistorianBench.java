package io.millrace.historian.bench;

import static io.millrace.historian.fixture.Records.NAMESPACE;

import io.millrace.historian.Historian;
import io.millrace.historian.HistorianSettings;
import io.millrace.historian.Queries;
import io.millrace.historian.fixture.Folders;
import io.millrace.historian.fixture.MemoryQuarantine;
import io.millrace.historian.fixture.Processes;
import io.millrace.historian.fixture.Records;
import io.millrace.historian.fixture.SharedPostgres;
import io.millrace.model.StoredRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * Start times, what a row costs the sink, memory of PostgreSQL, and questions on a large history. Arguments: the folder
 * for the data (default: a temporary one), batches, records per batch, days of one tag at one second (0: no questions).
 */
final class HistorianBench {

    private final Path folder;
    private final int batches;
    private final int size;
    private final int days;
    private final String tag = MqttRecords.topic(0, 0);
    private final long startMicros = Instant.now().minus(1, ChronoUnit.HOURS).toEpochMilli() * 1000;

    private HistorianBench(Path folder, int batches, int size, int days) {
        this.folder = folder;
        this.batches = batches;
        this.size = size;
        this.days = days;
    }

    public static void main(String[] arguments) throws Exception {
        Path folder = arguments.length > 0
                ? Files.createDirectories(Path.of(arguments[0]))
                : Files.createTempDirectory("historian-bench");
        Folders.reachable(folder);
        new HistorianBench(folder, number(arguments, 1, 200), number(arguments, 2, 5_000), number(arguments, 3, 30))
                .run();
        System.exit(0);
    }

    private static int number(String[] arguments, int at, int otherwise) {
        return arguments.length > at ? Integer.parseInt(arguments[at]) : otherwise;
    }

    private Historian start() {
        return Historian.start(
                new HistorianSettings.Embedded(folder.resolve("historian"), "127.0.0.1", 0, Duration.ofDays(400)),
                NAMESPACE,
                new MemoryQuarantine(),
                Clock.systemUTC());
    }

    private void run() throws Exception {
        long begun = System.nanoTime();
        Historian historian = start();
        say("first start (unpack, initdb, schema)", begun);
        begun = System.nanoTime();
        historian.close();
        say("close", begun);
        begun = System.nanoTime();
        historian = start();
        say("start on existing data", begun);

        store(historian, "fresh keys");
        asSuperuser(historian, "UPDATE millrace.log_offset SET next_offset = 0, counted_offset = 0");
        store(historian, "the same again (conflict path)");
        memory();

        begun = System.nanoTime();
        Queries.Snapshot snapshot = historian.queries().snapshot();
        say("snapshot of " + snapshot.latest().size() + " tags", begun);
        if (days > 0) {
            trends(historian);
            memory();
        }
        historian.close();
    }

    private void store(Historian historian, String what) throws Exception {
        historian.sink().positions(MqttRecords.PARTITIONS);
        MqttRecords log = new MqttRecords(startMicros);
        StoreCost cost = new StoreCost(batches, size);
        for (int batch = 0; batch < batches; batch++) {
            List<StoredRecord> records = log.next(size);
            cost.measure(() -> historian.sink().store(records, Records.next(records)));
        }
        cost.print(what);
    }

    private void trends(Historian historian) throws IOException {
        Instant to = Instant.now().truncatedTo(ChronoUnit.DAYS);
        for (int day = 1; day <= days; day++) {
            Instant from = to.minus(day, ChronoUnit.DAYS);
            String name = "millrace.sample_" + from.toString().substring(0, 10).replace("-", "");
            asSuperuser(
                    historian,
                    "CREATE TABLE IF NOT EXISTS " + name + " PARTITION OF millrace.sample FOR VALUES FROM ('" + from
                            + "') TO ('" + from.plus(1, ChronoUnit.DAYS) + "')");
            asSuperuser(
                    historian,
                    "INSERT INTO millrace.sample (ts, tag_id, quality, number) SELECT ts, id, 0,"
                            + " random() FROM millrace.tag, generate_series('" + from + "'::timestamptz, '"
                            + from.plusSeconds(86_399) + "', '1 second') ts WHERE topic = '" + tag + "'");
            asSuperuser(historian, "VACUUM ANALYZE " + name);
        }
        for (int span : new int[] {1, 7, days}) {
            for (int time = 0; time < 2; time++) {
                long begun = System.nanoTime();
                historian.queries().trend(tag, to.minus(span, ChronoUnit.DAYS), to, 500);
                say("trend of " + span + " days at one second", begun);
            }
        }
    }

    private void asSuperuser(Historian historian, String sql) throws IOException {
        SharedPostgres.execute(
                historian.jdbcUrl(),
                "millrace",
                Files.readString(folder.resolve("historian/password")).strip(),
                sql);
    }

    /** The share of each process in what is really in memory. */
    private void memory() throws IOException {
        long pid = Long.parseLong(Files.readAllLines(folder.resolve("historian/data/postmaster.pid"))
                .get(0));
        long kilobytes = 0;
        for (ProcessHandle process : Processes.tree(pid)) {
            Path file = Path.of("/proc", Long.toString(process.pid()), "smaps_rollup");
            kilobytes += Files.readAllLines(file).stream()
                    .filter(line -> line.startsWith("Pss:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .sum();
        }
        System.out.printf("%-45s %,12d MiB%n", "memory of PostgreSQL (PSS)", kilobytes / 1024);
    }

    private static void say(String what, long begun) {
        System.out.printf("%-45s %,12d ms%n", what, (System.nanoTime() - begun) / 1_000_000);
    }
}
