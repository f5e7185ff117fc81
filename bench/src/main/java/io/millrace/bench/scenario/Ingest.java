package io.millrace.bench.scenario;

import io.millrace.bench.Bed;
import io.millrace.bench.Figure;
import io.millrace.bench.Findings;
import io.millrace.bench.HubMeter;
import io.millrace.bench.Scenario;
import io.millrace.bench.Table;
import io.millrace.bench.load.Load;
import io.millrace.stage.HubProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * MQTT messages end to end: published, in the log, acknowledged, a row. For each QoS and route the greatest rate that is
 * held, and at half of it how long a message takes.
 */
public final class Ingest implements Scenario {

    /** The rate with which QoS 0, which nobody acknowledges, begins. */
    private static final int FIRST_RATE = 100_000;

    /** Of what goes when the generator rests while the remainder is stored. */
    private static final double FIRST_SHARE = 0.9;

    private static final double STEP = 0.94;
    private static final int ATTEMPTS = 10;
    private static final List<String> ROUTES = List.of("high-throughput", "high-integrity");
    private static final List<Integer> QOS = List.of(1, 0, 2);
    /** The subscriber takes the messages of so many of the connections. */
    private static final int WATCHED = 1;

    /** Runs in a hub that is warm begin after so much less. */
    private static final int SETTLING = 9;

    private record Way(int qos, String route) {

        boolean isFirst() {
            return qos == QOS.get(0);
        }
    }

    /**
     * What one way can do.
     *
     * @param held the runs at the greatest rate that held
     * @param half the runs at half of it, with a subscriber
     * @param rowMillis of each of these, percentiles of the time to the row
     */
    private record Outcome(Way way, List<Flow.Run> held, List<Flow.Run> half, List<List<Double>> rowMillis) {}

    @Override
    public String name() {
        return "ingest";
    }

    @Override
    public String title() {
        return "MQTT messages into rows";
    }

    @Override
    public String sentence() {
        return "MQTT messages end to end, by QoS and route: the greatest rate that is held, and latencies at half of it.";
    }

    @Override
    public Findings measure(Bed bed) {
        List<Outcome> outcomes = new ArrayList<>();
        Map<String, String> versions = new HashMap<>();
        // To see that it works, one is enough: they differ in the site file only.
        List<String> routes = bed.settings().scale() < 1 ? ROUTES.subList(0, 1) : ROUTES;
        for (String route : routes) {
            HubProcess hub = bed.hub("ingest-" + route, Flow.site(route));
            try (HubMeter meter = new HubMeter(hub)) {
                versions.putAll(meter.versions());
                for (int qos : QOS) {
                    Flow flow = new Flow(bed, hub, meter, bed.folder("load"), qos);
                    outcomes.add(measure(bed, "QoS " + qos + ", " + route, flow, new Way(qos, route)));
                }
            }
            bed.end(hub);
        }
        return new Findings(
                versions,
                Map.of(
                        "connections",
                        Integer.toString(Flow.CONNECTIONS),
                        "topics",
                        Integer.toString(Flow.TOPICS),
                        "payload",
                        "120 bytes of JSON, one value",
                        "seconds each",
                        Long.toString(bed.settings().length().toSeconds()),
                        "warm-up",
                        bed.settings().warmUp().toSeconds() + " s, and again at half of the rate",
                        "subscriber",
                        "one, of the messages of 1 connection of " + Flow.CONNECTIONS),
                List.of(
                        "The generator runs on the same machine, in a process of its own (" + Load.class.getName()
                                + "), and its processor time is part of what the machine does.",
                        "Every message has a time of its own, so every message is a row; rows have a primary key. A rate is"
                                + " held when at least 99 % of it is acknowledged and what waits for its row grows by"
                                + " less than 1 % of all messages.",
                        "Latencies count from the time at which a message was due, not from when it was sent: what waits"
                                + " because the hub is slow has its waiting counted. To the row means to the commit of"
                                + " its transaction, as PostgreSQL notes it, for every single row."),
                List.of(rates(outcomes), latencies(outcomes)));
    }

    private static Outcome measure(Bed bed, String words, Flow flow, Way way) {
        // What is long is the time in which Java compiles; that is once in the life of a hub.
        Duration settling = bed.settings().warmUp().dividedBy(SETTLING);
        Duration warmUp = way.isFirst() ? bed.settings().warmUp() : settling;
        Duration length = bed.settings().length();
        int runs = bed.settings().runs();
        int attempts = bed.settings().scale() < 1 ? 1 : ATTEMPTS;
        bed.step(words + ": how much it can do");
        double rate = way.qos() == 0
                ? bed.settings().scaled(FIRST_RATE)
                : FIRST_SHARE * flow.capacity(warmUp, shorter(length, Duration.ofSeconds(15)));
        List<Flow.Run> held = new ArrayList<>();
        for (int attempt = 1; held.isEmpty(); attempt++) {
            for (int run = 1; run <= runs; run++) {
                bed.step("%s: %,.0f messages/s, run %d of %d".formatted(words, rate, run, runs));
                Flow.Run result = flow.run((int) rate, settling, length, 0);
                if (!result.held(rate) && attempt < attempts) {
                    held.clear();
                    break;
                }
                held.add(result);
            }
            if (held.isEmpty()) {
                rate *= STEP;
            }
        }
        // Messages come one by one then, in many small batches, and Java compiles anew what is done for each.
        Duration atHalf = bed.settings().warmUp();
        List<Flow.Run> half = new ArrayList<>();
        for (int run = 1; run <= runs; run++) {
            bed.step("%s: latencies at %,.0f messages/s, run %d of %d".formatted(words, rate / 2, run, runs));
            half.add(flow.run((int) Math.max(1, rate / 2), atHalf, length, WATCHED));
        }
        bed.step(words + ": looking through the rows");
        return new Outcome(way, held, half, half.stream().map(flow::millisToRow).toList());
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private static Table rates(List<Outcome> outcomes) {
        Table.Builder table = Table.of(
                "The greatest rate that is held, and what it costs in processor time for a million messages.",
                "QoS",
                "route",
                "acknowledged",
                "rows",
                "hub",
                "PostgreSQL",
                "generator",
                "hub's memory");
        for (Outcome outcome : outcomes) {
            Way way = outcome.way();
            String name = "ingest." + way.route() + ".qos" + way.qos();
            table.row(
                    way.qos(),
                    way.route(),
                    figure(name + ".acknowledged", "/s", outcome.held(), run -> run.load()
                            .perSecond()),
                    figure(name + ".rows", "/s", outcome.held(), Flow.Run::storedPerSecond),
                    figure(name + ".hub", "s", outcome.held(), run -> run.hubSeconds() / run.millionMessages()),
                    figure(
                            name + ".database",
                            "s",
                            outcome.held(),
                            run -> run.databaseSeconds() / run.millionMessages()),
                    figure(
                            name + ".generator",
                            "s",
                            outcome.held(),
                            run -> run.load().processorSeconds() / run.millionMessages()),
                    figure(name + ".memory", "MiB", outcome.held(), run -> run.residentBytes() / 1048576.0));
        }
        return table.build();
    }

    private static Table latencies(List<Outcome> outcomes) {
        Table.Builder table = Table.of(
                "Milliseconds from the time at which a message was due, at half of that rate: p50 / p99 / p99.9.",
                "QoS",
                "route",
                "rate",
                "to the acknowledgement",
                "to the subscriber",
                "to the row");
        for (Outcome outcome : outcomes) {
            Way way = outcome.way();
            table.row(
                    way.qos(),
                    way.route(),
                    figure("latency.rate", "/s", outcome.half(), run -> run.load()
                            .perSecond()),
                    way.qos() == 0
                            ? "none"
                            : three(outcome.half().stream()
                                    .map(run -> millis(run.load().acknowledgeMicros()))
                                    .toList()),
                    three(outcome.half().stream()
                            .map(run -> millis(run.load().subscribeMicros()))
                            .toList()),
                    three(outcome.rowMillis()));
        }
        return table.build();
    }

    private static List<Double> millis(List<Long> micros) {
        return micros.stream().map(each -> each / 1e3).toList();
    }

    private static String three(List<List<Double>> runs) {
        List<List<Double>> all = runs.stream().filter(one -> one.size() == 3).toList();
        if (all.isEmpty()) {
            return "nothing came";
        }
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            int which = i;
            texts.add(
                    new Figure("p", "", all.stream().map(one -> one.get(which)).toList()).medianText());
        }
        return String.join(" / ", texts);
    }

    private static Figure figure(String name, String unit, List<Flow.Run> runs, ToDoubleFunction<Flow.Run> of) {
        return new Figure(
                name, unit, runs.stream().map(run -> of.applyAsDouble(run)).toList());
    }
}
