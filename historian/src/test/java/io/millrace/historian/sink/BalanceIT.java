package io.millrace.historian.sink;

import static io.millrace.historian.fixture.Records.EVENTS_0;
import static io.millrace.historian.fixture.Records.NAMESPACE;
import static io.millrace.historian.fixture.Records.NOON;
import static io.millrace.historian.fixture.Records.SAMPLES_0;
import static io.millrace.historian.fixture.Records.SAMPLES_1;
import static io.millrace.historian.fixture.Records.topic;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.historian.database.Database;
import io.millrace.historian.fixture.MemoryLog;
import io.millrace.historian.fixture.MovingClock;
import io.millrace.historian.fixture.SharedPostgres;
import io.millrace.model.Headers;
import io.millrace.model.LedgerFact;
import io.millrace.model.LedgerFacts;
import io.millrace.model.LogPartition;
import io.millrace.model.LogTopic;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever comes and however often the sink is killed: the ledger says exactly what a count of the log says that knows
 * nothing of the sink.
 */
class BalanceIT {

    private static final LogPartition QUARANTINE = new LogPartition(LogTopic.QUARANTINE, 0);
    private static final LogPartition FACTS = new LogPartition(LogTopic.LEDGER, 0);
    private static final List<String> SOURCES = List.of("kiln-1", "kiln-2", "mqtt:scale", "");
    private static final String EVENTS = "umh/v1/limeworks/_analytics/count-";
    private static final long MICROS = NOON.toEpochMilli() * 1000;

    private final SharedPostgres postgres = SharedPostgres.freshDatabase();
    private final Database database = postgres.database();
    private final MemoryLog log = new MemoryLog(SAMPLES_0, SAMPLES_1, EVENTS_0, QUARANTINE, FACTS);
    private final MovingClock clock = new MovingClock(NOON);
    private HistorianSink sink = open();

    // The independent count: received, delivered, duplicate, rejected, late, shed, lost by source and topic.
    private final Map<String, long[]> expected = new TreeMap<>();
    private final Set<String> identities = new HashSet<>();
    private final Set<String> facts = new HashSet<>();
    private final Map<String, TreeSet<Long>> numbers = new TreeMap<>();
    private long rows;

    private HistorianSink open() {
        return new HistorianSink(database, NAMESPACE, log, clock, () -> LocalDate.parse("2026-03-01"));
    }

    @AfterEach
    void close() {
        sink.close();
        database.close();
        postgres.drop();
    }

    @ParameterizedTest
    @ValueSource(longs = {4, 7})
    void theLedgerIsWhatAnIndependentCountSays(long seed) throws Exception {
        Random random = new Random(seed);
        for (int round = 0; round < 40; round++) {
            int records = random.nextInt(80);
            // mostly clean: then counts wait, and there is something to lose
            boolean clean = random.nextInt(3) > 0;
            for (int i = 0; i < records; i++) {
                produce(random, clean);
            }
            for (int batches = random.nextInt(6); batches > 0; batches--) {
                disturb(random);
                log.deliverSome(sink, random, 60);
                clock.moveOn(Duration.ofMillis(random.nextInt(2_000)));
            }
        }
        log.deliverAll(sink, random, 500);
        // once more, since the last thing may have been a kill
        log.forgetPlaces();
        log.deliverAll(sink, random, 500);
        sink.close();
        assertBalance();
    }

    private void disturb(Random random) {
        switch (random.nextInt(14)) {
            case 0 -> killBackend("millrace sink");
            case 1 -> {
                // as kill -9 does
                killBackend("millrace sink");
                killBackend("millrace ledger");
                sink.close();
                sink = open();
                log.forgetPlaces();
            }
            case 2 -> {
                sink.close();
                sink = open();
                log.forgetPlaces();
            }
            case 3, 4 -> log.beforeTheNextWrite(() -> killBackend("millrace sink"));
            case 5 -> log.forgetPlaces();
            case 6 -> sink.settle();
            case 7 -> killBackend("millrace ledger");
            default -> {}
        }
    }

    private void killBackend(String name) {
        postgres.execute(
                "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = current_database()"
                        + " AND application_name = '" + name + "'");
    }

    private void produce(Random random, boolean clean) {
        int lane = random.nextInt(3);
        LogPartition partition = List.of(SAMPLES_0, SAMPLES_1, EVENTS_0).get(lane);
        String key = (lane == 2 ? EVENTS : topic("lane-" + lane + "-")) + random.nextInt(4);
        int kind = clean ? 0 : random.nextInt(14);
        if (kind == 13) {
            fact(random);
            return;
        }
        String source = SOURCES.get(random.nextInt(SOURCES.size()));
        Map<String, String> headers = headers(random, source);
        long received = Long.parseLong(headers.get(Headers.RECEIVED));
        // few enough for duplicates to come, unless all is to be clean
        long micros = MICROS
                - 120_000_000L
                + (clean ? 1_000_000_000_000L / 500_000 * identities.size() : 0)
                + random.nextInt(clean ? 1 : 40) * 3_000_000L;
        String id = random.nextInt(4) == 0 ? "i" + random.nextInt(3) : "";
        String rest = "\"timestamp_us\":" + micros + (id.isEmpty() ? "" : ",\"id\":\"" + id + "\"");
        switch (kind) {
            case 10 -> {
                log.append(partition, key, "no json", headers);
                rejected(source, key);
            }
            case 11 -> {
                long old = MICROS - 20L * 86_400_000_000L;
                log.append(partition, key, "{\"timestamp_us\":" + old + ",\"value\":1}", headers);
                rejected(source, key);
            }
            case 12 -> {
                if (lane == 2) {
                    // an identity of its own: beside a good record of the same it would be a duplicate
                    String poison = "{\"timestamp_us\":" + micros + ",\"id\":\"poison\",\"value\":\"\\ud83d\"}";
                    log.append(partition, key, poison, headers);
                    rejected(source, key);
                } else {
                    log.append(partition, key, "{" + rest + ",\"x\":1,\"y\":{\"z\":2}}", headers);
                    item(source, key + "/x", micros, id, received);
                    item(source, key + "/y/z", micros, id, received);
                }
            }
            default -> {
                if (lane == 0 && random.nextInt(20) == 0) {
                    String raw = "umh/v1/limeworks/_raw/frame";
                    log.append(partition, raw, "\u0001", headers);
                    long[] counts = counts(source, raw);
                    counts[0]++;
                    counts[1]++;
                } else {
                    log.append(partition, key, "{" + rest + ",\"value\":" + random.nextInt() + "}", headers);
                    item(source, key, micros, id, received);
                }
            }
        }
    }

    private Map<String, String> headers(Random random, String source) {
        Map<String, String> headers = new HashMap<>();
        headers.put(Headers.RECEIVED, Long.toString(MICROS - random.nextInt(100) * 1_000_000L));
        if (!source.isEmpty()) {
            headers.put(Headers.SOURCE, source);
        }
        if (source.startsWith("kiln")) {
            TreeSet<Long> sent = numbers.computeIfAbsent(source, name -> new TreeSet<>());
            // now and then one is missing
            long number = (sent.isEmpty() ? 0 : sent.last()) + (random.nextInt(50) == 0 ? 2 : 1);
            sent.add(number);
            headers.put(Headers.ORIGIN, "site/hub/" + source);
            headers.put(Headers.EPOCH, "4");
            headers.put(Headers.SEQUENCE, Long.toString(number));
        }
        return headers;
    }

    private void fact(Random random) {
        boolean shed = random.nextBoolean();
        String id = (shed ? "s" : "l") + random.nextInt(20);
        log.append(
                FACTS,
                LedgerFacts.write(
                        new LedgerFact(
                                shed ? LedgerFact.Kind.SHED : LedgerFact.Kind.LOST,
                                id,
                                "rim",
                                null,
                                MICROS,
                                MICROS + 1,
                                "log-unavailable",
                                3,
                                "It is so."),
                        "site/hub/rim"));
        if (facts.add(id)) {
            long[] counts = counts("rim", "");
            counts[0] += shed ? 3 : 0;
            counts[shed ? 5 : 6] += 3;
        }
    }

    private long[] counts(String source, String topic) {
        return expected.computeIfAbsent(
                (source.isEmpty() ? Headers.UNKNOWN_SOURCE : source) + " " + topic, pair -> new long[7]);
    }

    private void rejected(String source, String topic) {
        long[] counts = counts(source, topic);
        counts[0]++;
        counts[3]++;
    }

    private void item(String source, String topic, long micros, String id, long received) {
        long[] counts = counts(source, topic);
        counts[0]++;
        if (identities.add(topic + " " + micros + " " + id)) {
            counts[1]++;
            counts[4] += received - micros > 60_000_000 ? 1 : 0;
            rows++;
        } else {
            counts[2]++;
        }
    }

    private void assertBalance() {
        List<String> wanted = new ArrayList<>();
        expected.forEach((pair, counts) -> {
            StringBuilder line = new StringBuilder(pair);
            for (long count : counts) {
                line.append(' ').append(count);
            }
            wanted.add(line.toString());
        });
        assertThat(postgres.column(
                        "SELECT source || ' ' || topic || ' ' || concat_ws(' ', received, delivered, duplicate,"
                                + " rejected, late, shed, lost) FROM millrace.ledger"))
                .containsExactlyInAnyOrderElementsOf(wanted);
        assertThat(postgres.column("SELECT count(*) FROM millrace.ledger"
                        + " WHERE received <> delivered + duplicate + rejected + shed"))
                .containsExactly("0");
        assertThat(postgres.column(
                        "SELECT (SELECT count(*) FROM millrace.sample) + (SELECT count(*) FROM millrace.event)"))
                .containsExactly(Long.toString(rows));
        assertThat(postgres.column("SELECT (SELECT sum(rejected) FROM millrace.ledger)"
                        + " = (SELECT sum(count) FROM millrace.rejection)"))
                .containsExactly("t");
        assertThat(postgres.column("SELECT origin || ' ' || numbers FROM millrace.session ORDER BY origin"))
                .containsExactlyElementsOf(numbers.entrySet().stream()
                        .map(of -> "site/hub/" + of.getKey() + " " + multirange(of.getValue()))
                        .toList());
        assertThat(postgres.column("SELECT count(*) FROM millrace.log_offset WHERE next_offset <> counted_offset"))
                .containsExactly("0");
    }

    private static String multirange(Set<Long> set) {
        NumberRanges ranges = new NumberRanges();
        set.forEach(ranges::add);
        return ranges.multirange();
    }
}
