package io.millrace.bench.scenario;

import io.millrace.bench.Bed;
import io.millrace.bench.BenchSettings;
import io.millrace.bench.Findings;
import io.millrace.bench.Scenario;
import io.millrace.bench.stack.BridgeStack;
import io.millrace.bench.stack.NodeRedStack;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The same load through Millrace and through what people would use instead, one after the other, round by round. */
public final class SideBySide implements Scenario {

    static final String MILLRACE = "Millrace";
    static final String BRIDGE = "Mosquitto, bridge, Kafka, INSERT";
    static final String NODE_RED = "Mosquitto, Node-RED, INSERT";

    private static final String FILTER = Flow.LOCATION + "/#";

    private static final List<String> NOTES = List.of(
            "Every stack gets the same load from the same generator: QoS 1, the same payloads, topics and connections, an"
                    + " overload of a fifth to find the greatest rate, and then a little less than that rate. Each starts"
                    + " empty, alone on the machine, with all of its parts and the generator on it.",
            "The greatest rate is rows divided by the time from the first message to the commit of the last row, as the"
                    + " database notes it; so is the time to a row. A rate holds when 99 % of it were acknowledged and the"
                    + " heap of what waits for its row did not grow by more than 1 % of the messages.",
            "Kafka and PostgreSQL are the same programs with the same settings in all of them, and commits of PostgreSQL"
                    + " wait for the disk in none. All Java parts have a heap of 256 MiB, as the hub has.",
            "What is acknowledged differs. Millrace acknowledges when its log has the message. Mosquitto acknowledges when"
                    + " it has it in memory; it has persistence on, which writes to the disk when it ends and every half hour, so"
                    + " a restart keeps what waits and a crash does not. Its queues are unlimited: it discards nothing.",
            "The bridge is HiveMQ's MQTT client with a session that outlives it; it"
                    + " acknowledges to Mosquitto when Kafka has acknowledged (acks=all, idempotent, lz4, linger 3 ms).",
            "The writer stores what a poll brings, 5,000 records at most, in one transaction of INSERTs of up to 1,000 rows,"
                    + " ON CONFLICT DO NOTHING, from arrays, which in two short trials was faster than VALUES lists and"
                    + " the batches of the driver; the offsets are committed after the rows.",
            "Node-RED runs without its editor: MQTT in, QoS 1, with a session that outlives it, parsed as JSON; a function"
                    + " that collects 1,000 rows or 100 ms of them; a function that stores them by one such INSERT over four"
                    + " connections of node-postgres, the library under Node-RED's nodes for PostgreSQL. It acknowledges when"
                    + " it has read a message: what it holds is lost when it ends.");

    @Override
    public String name() {
        return "side-by-side";
    }

    @Override
    public String title() {
        return "Side by side with what people would use instead";
    }

    @Override
    public String sentence() {
        return "The same messages into rows by Millrace, by Mosquitto with a bridge, Kafka and INSERTs, and by Mosquitto"
                + " with Node-RED, in turn.";
    }

    @Override
    public Findings measure(Bed bed) {
        BenchSettings settings = bed.settings();
        Map<String, String> versions = new TreeMap<>();
        List<String> notes = new ArrayList<>(NOTES);
        Map<String, SideBySideContender.Start> contenders = contenders(bed, versions, notes);
        Map<String, List<SideBySideResult>> results = new LinkedHashMap<>();
        contenders.keySet().forEach(name -> results.put(name, new ArrayList<>()));
        for (int round = 1; round <= settings.runs(); round++) {
            for (Map.Entry<String, List<SideBySideResult>> one : results.entrySet()) {
                bed.step("side-by-side: " + one.getKey() + ", round " + round + " of " + settings.runs());
                SideBySideContender.Start start = contenders.get(one.getKey());
                if (start != null) {
                    one.getValue().add(trial(bed, start));
                }
            }
        }
        notes.addAll(SideBySideTables.verdicts(results));
        return new Findings(versions, words(settings), notes, SideBySideTables.tables(results));
    }

    private static Map<String, SideBySideContender.Start> contenders(
            Bed bed, Map<String, String> versions, List<String> notes) {
        Path nodeModules = bed.settings().nodeModules();
        // The program files serve all rounds; the data does not.
        Path database = bed.folder("postgresql");
        Map<String, SideBySideContender.Start> contenders = new LinkedHashMap<>();
        contenders.put(MILLRACE, () -> {
            SideBySideHub hub = new SideBySideHub(bed);
            versions.putAll(hub.versions());
            return hub;
        });
        Optional<String> noBridge = BridgeStack.missing();
        if (noBridge.isEmpty()) {
            versions.putAll(BridgeStack.versions());
            contenders.put(BRIDGE, () -> {
                Path folder = bed.folder("bridge");
                return new SideBySideStack(BridgeStack.start(folder, database, FILTER), folder);
            });
        }
        Optional<String> noNodeRed = NodeRedStack.missing(nodeModules);
        if (noNodeRed.isEmpty()) {
            versions.putAll(NodeRedStack.versions(nodeModules));
            contenders.put(NODE_RED, () -> {
                Path folder = bed.folder("node-red");
                return new SideBySideStack(NodeRedStack.start(folder, database, nodeModules, FILTER), folder);
            });
        }
        noBridge.ifPresent(why -> notes.add("'" + BRIDGE + "' was left out. " + why + "."));
        noNodeRed.ifPresent(why -> notes.add("'" + NODE_RED + "' was left out. " + why + "."));
        return contenders;
    }

    private static SideBySideResult trial(Bed bed, SideBySideContender.Start start) {
        BenchSettings settings = bed.settings();
        try (SideBySideContender contender = start.start()) {
            SideBySideMeter meter = new SideBySideMeter(bed, contender, bed.folder("load"));
            meter.awaitReady();
            return new SideBySideTrial(meter::run).measure(SideBySidePlan.of(settings));
        }
    }

    private static Map<String, String> words(BenchSettings settings) {
        return Map.of(
                "topics",
                String.format(Locale.ROOT, "%,d", settings.scaled(Flow.TOPICS / Flow.CONNECTIONS) * Flow.CONNECTIONS),
                "connections",
                Integer.toString(Flow.CONNECTIONS),
                "payload",
                "120 bytes of JSON",
                "QoS",
                "1",
                "route",
                "high-throughput",
                "warm-up",
                settings.warmUp().toSeconds() + " s",
                "length",
                settings.length().toSeconds() + " s",
                "rounds",
                Integer.toString(settings.runs()));
    }
}
