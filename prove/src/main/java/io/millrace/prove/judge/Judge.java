package io.millrace.prove.judge;

import io.millrace.prove.journal.Entry;
import io.millrace.prove.plant.Flow;
import io.millrace.prove.plant.Plant;
import io.millrace.prove.plant.Timetable;
import io.millrace.prove.recount.Expected;
import io.millrace.prove.recount.Moment;
import io.millrace.prove.recount.Present;
import io.millrace.prove.recount.Reading;
import io.millrace.prove.recount.Recount;
import io.millrace.prove.recount.Worked;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Compares what a plant sent with what a hub holds. Tell it everything in this order: the journals, the log (each
 * partition from its beginning), the rows, the totals, the hub's ledger; then close it. Knows no I/O. Not thread-safe.
 */
public final class Judge {

    private final Findings findings;
    private final Map<Integer, FlowJudge> flows = new HashMap<>();
    private final Map<String, FlowJudge> flowsByTopic = new HashMap<>();
    private final Map<String, RegisterJudge> registers = new HashMap<>();
    private final Map<String, String> partitions = new HashMap<>();
    private final Set<String> shortened = new HashSet<>();
    private final int lines;
    private final Timetable timetable;
    /** Topics of processors, which are judged by {@link #results}. */
    private final Set<String> resultTopics = new HashSet<>();

    private final BalanceJudge balance;
    private int place;
    private long rejected;
    private boolean somethingGone;

    /** @param findings what is found goes here */
    public Judge(int lines, int counters, Timetable timetable, Findings findings) {
        this.findings = findings;
        this.lines = lines;
        this.timetable = timetable;
        this.balance = new BalanceJudge(findings);
        for (int line = 1; line <= lines; line++) {
            for (Flow flow : Flow.values()) {
                FlowJudge judge = new FlowJudge(flow, line, findings);
                flows.put(key(flow.ordinal(), line), judge);
                flowsByTopic.put(Plant.topic(flow, line), judge);
            }
        }
        for (int register = 1; register <= counters; register++) {
            String counter = Plant.deviceTopic(Plant.counterTag(register));
            registers.put(counter, new RegisterJudge(counter, true, findings));
            String noise = Plant.deviceTopic(Plant.noiseTag(register));
            registers.put(noise, new RegisterJudge(noise, false, findings));
        }
        results(new Present(0, 0)).forEach(expected -> resultTopics.add(expected.topic()));
        works().forEach(worked -> resultTopics.add(Plant.figureTopic(worked.location())));
    }

    private static int key(int flow, int line) {
        return line * Flow.values().length + flow;
    }

    /** The next entry of a journal. */
    public void journal(Entry entry) {
        switch (entry.kind()) {
            case ATTEMPTED ->
                flow(entry).journaled().attempted(Math.toIntExact(entry.number()), entry.value(), ++place);
            case ACKNOWLEDGED -> flow(entry).journaled().acknowledged(Math.toIntExact(entry.number()), ++place);
            case SHOWN -> register(entry).shown(entry.value());
        }
    }

    private FlowJudge flow(Entry entry) {
        FlowJudge judge = flows.get(key(entry.flow(), entry.index()));
        if (judge == null) {
            throw new IllegalStateException("the journal tells of a line that is not there: " + entry);
        }
        return judge;
    }

    private RegisterJudge register(Entry entry) {
        String tag = entry.flow() == 0 ? Plant.counterTag(entry.index()) : Plant.noiseTag(entry.index());
        RegisterJudge judge = registers.get(Plant.deviceTopic(tag));
        if (judge == null) {
            throw new IllegalStateException("the journal tells of a register that is not there: " + entry);
        }
        return judge;
    }

    /**
     * The next record of a partition.
     *
     * @param place topic and partition of the log
     * @param source who sent it, as the hub says
     * @param whole whether the partition still has its beginning
     */
    public void logged(String place, String source, Told told, boolean whole) {
        String before = partitions.putIfAbsent(told.topic(), place);
        if (before != null && !before.equals(place)) {
            findings.add(
                    Finding.Kind.OUT_OF_ORDER,
                    "A topic is in two partitions of the log, which keep no order between them.",
                    told.topic() + ": " + before + " and " + place);
        }
        balance.logged(source, told.topic());
        if (!whole) {
            shorten(told.topic());
        }
        FlowJudge flow = flowsByTopic.get(told.topic());
        RegisterJudge register = registers.get(told.topic());
        if (flow != null) {
            flow.logged(told);
        } else if (register != null) {
            register.logged(told);
        }
    }

    /**
     * That record was of a processor.
     *
     * @param number of the correction, 0 when it is none
     * @param retracted whether nothing takes the place of what it had said
     */
    public void said(Told told, long number, boolean retracted) {
        String id = told.id() == null ? "" : told.id();
        balance.said(told.topic(), new Moment(told.timestampMicros(), id), number, retracted);
    }

    /** The log has shortened itself: topics that it does not hold at all may have been in it. */
    public void shortened() {
        somethingGone = true;
    }

    /** A record of the quarantine; with what came in by the rim and never was in a route. */
    public void quarantined(String source, String topic, boolean wasInRoute) {
        rejected++;
        if (!wasInRoute) {
            balance.refused(source, topic);
        }
    }

    /** The next row, in the order of time for each topic. */
    public void stored(Told told) {
        balance.rows(told.topic(), 1);
        FlowJudge flow = flowsByTopic.get(told.topic());
        RegisterJudge register = registers.get(told.topic());
        if (flow != null) {
            flow.stored(told);
        } else if (register != null) {
            register.stored(told);
        } else if (!resultTopics.contains(told.topic())) {
            findings.add(Finding.Kind.INVENTED, "Something stands in the historian that nobody sent.", told.toString());
        }
    }

    /** What the database counts of one topic; for a topic without rows nothing need be told. */
    public void totals(Totals totals) {
        FlowJudge flow = flowsByTopic.get(totals.topic());
        if (flow != null) {
            flow.totals(totals);
        }
    }

    /** Rows of business events of a topic that is none of {@link #eventTopics}. */
    public void storedEvents(String topic, long rows) {
        balance.rows(topic, rows);
        if (!resultTopics.contains(topic)) {
            findings.add(
                    Finding.Kind.INVENTED,
                    "Something stands in the historian that nobody sent.",
                    rows + " events of " + topic);
        }
    }

    /**
     * What the processors must have come to, after all rows have been told: place by place, computed while it is asked
     * for.
     */
    public Stream<Expected> results(Present present) {
        Stream<Expected> ofLines = IntStream.rangeClosed(1, lines)
                .boxed()
                .flatMap(line -> Recount.ofLine(line(line), timetable, present).stream());
        Stream<Expected> ofDevice = Stream.of(1)
                .flatMap(
                        first -> Recount.ofDevice(readings(Plant.counterTag(1)), readings(Plant.noiseTag(1))).stream());
        return Stream.concat(ofLines, ofDevice);
    }

    /** How each machine worked, of which there are figures; after all rows have been told. */
    public Stream<Worked> works() {
        Stream<Worked> ofLines =
                IntStream.rangeClosed(1, lines).boxed().map(line -> Recount.workOfLine(line(line), timetable));
        Stream<Worked> ofDevice = Stream.of(1)
                .map(first ->
                        Recount.workOfDevice(readings(Plant.counterTag(1)), readings(Plant.noiseTag(1)), timetable));
        return Stream.concat(ofLines, ofDevice);
    }

    /** Topics of the events that lines send; their rows are to be told one by one. */
    public Set<String> eventTopics() {
        return flowsByTopic.keySet().stream()
                .filter(topic ->
                        Stream.of(Flow.values()).filter(Flow::isEvent).anyMatch(flow -> topic.endsWith(flow.below())))
                .collect(Collectors.toSet());
    }

    private Recount.Line line(int line) {
        return new Recount.Line(
                line,
                readings(Flow.COUNT, line),
                readings(Flow.SCRAP, line),
                readings(Flow.VALUE, line),
                readings(Flow.ORDER, line),
                readings(Flow.BOOKING, line));
    }

    private List<Reading> readings(Flow flow, int line) {
        return Objects.requireNonNull(flowsByTopic.get(Plant.topic(flow, line))).readings();
    }

    private List<Reading> readings(String tag) {
        return Objects.requireNonNull(registers.get(Plant.deviceTopic(tag))).readings();
    }

    public void ledger(LedgerRow row) {
        balance.entry(row);
    }

    private void shorten(String topic) {
        if (shortened.add(topic)) {
            balance.shortened(topic);
        }
    }

    /** Everything has been told. */
    public Counts close() {
        if (somethingGone) {
            flowsByTopic.keySet().stream()
                    .filter(topic -> !partitions.containsKey(topic))
                    .forEach(this::shorten);
            registers.keySet().stream()
                    .filter(topic -> !partitions.containsKey(topic))
                    .forEach(this::shorten);
        }
        flowsByTopic.forEach((topic, flow) -> flow.close(shortened.contains(topic)));
        registers.forEach((topic, register) -> register.close(shortened.contains(topic)));
        balance.close();
        return new Counts(
                flowsByTopic.values().stream()
                        .mapToLong(flow -> flow.journaled().attempted())
                        .sum(),
                flowsByTopic.values().stream()
                        .mapToLong(flow -> flow.journaled().acknowledged().cardinality())
                        .sum(),
                flowsByTopic.values().stream()
                        .mapToLong(FlowJudge::distinctRecords)
                        .sum(),
                flowsByTopic.values().stream()
                        .mapToLong(flow -> flow.records() - flow.distinctRecords())
                        .sum(),
                flowsByTopic.values().stream().mapToLong(FlowJudge::rows).sum(),
                registers.values().stream().mapToLong(RegisterJudge::rows).sum(),
                rejected,
                0,
                0);
    }
}
