package io.millrace.process.counter;

import io.millrace.model.Topic;
import io.millrace.model.Value;
import io.millrace.process.core.Content;
import io.millrace.process.core.EventFields;
import io.millrace.process.core.Identity;
import io.millrace.process.core.Input;
import io.millrace.process.core.Output;
import io.millrace.process.core.Processor;
import io.millrace.process.core.StateCodec;
import io.millrace.process.core.Step;
import io.millrace.process.counter.CounterState.Heard;
import io.millrace.process.counter.Tallies.Tally;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The rule of a counter at one place. Each increment is told at once, with the running totals; the total of a period is
 * told when the period is over, with its beginning as its time. A period without a piece is told as 0 while the machine is
 * known: it is not from the moment its counter is Bad, nor when nothing was heard of it for {@value #KNOWN_DAYS} days. So
 * a long silence ends in a bounded number of zeros, whenever somebody looks. Pure; thread-safe.
 */
final class CounterProcessor implements Processor<CounterState> {

    static final String PIECES = "pieces";
    static final String SCRAP = "scrap";

    private static final int KNOWN_DAYS = 7;
    private static final long KNOWN_MICROS = TimeUnit.DAYS.toMicros(KNOWN_DAYS);

    private final Meter pieces;
    private final @Nullable Meter scrap;
    private final boolean scrapIncluded;
    private final boolean tellsScrap;
    private final List<PlantCalendar> calendars;
    private final CounterTopics topics;
    private final CounterCodec codec;

    /**
     * @param scrap null where no second input counts scrap
     * @param scrapIncluded whether the first input counts the scrap of the second too
     * @param tellsScrap whether totals of scrap are told for each period
     * @param calendars for each period of the codec, in its order
     */
    CounterProcessor(
            Meter pieces,
            @Nullable Meter scrap,
            boolean scrapIncluded,
            boolean tellsScrap,
            List<PlantCalendar> calendars,
            CounterTopics topics,
            List<CounterOptions.Period> periods) {
        this.pieces = pieces;
        this.scrap = scrap;
        this.scrapIncluded = scrapIncluded;
        this.tellsScrap = tellsScrap;
        this.calendars = List.copyOf(calendars);
        this.topics = topics;
        this.codec = new CounterCodec(pieces.code(), scrap == null ? 0 : scrap.code(), List.copyOf(periods));
    }

    @Override
    public CounterState begin() {
        return CounterState.begin(calendars.size());
    }

    @Override
    public Step<CounterState> apply(CounterState state, Input input) {
        boolean ofScrap = input.role().equals(SCRAP);
        Meter meter = ofScrap && scrap != null ? scrap : pieces;
        long memory = ofScrap ? state.scrapMemory() : state.piecesMemory();
        if (input.content() instanceof Content.Happened event) {
            return counted(state, input, ofScrap, meter.read(memory, EventFields.read(event.json())));
        }
        @Nullable Value value = input.usable();
        if (value != null) {
            return counted(state, input, ofScrap, meter.read(memory, input.timestampMicros(), value));
        }
        return Step.of(ofScrap ? state : state.lostAt(input.timestampMicros()));
    }

    private Step<CounterState> counted(CounterState state, Input input, boolean ofScrap, Reading reading) {
        long time = input.timestampMicros();
        long made = ofScrap && scrapIncluded ? 0 : reading.pieces();
        long bad = ofScrap ? reading.pieces() : reading.scrap();
        CounterState next = new CounterState(
                ofScrap ? state.piecesMemory() : reading.memory(),
                ofScrap ? reading.memory() : state.scrapMemory(),
                sum(state.pieces(), made),
                sum(state.scrap(), bad),
                Math.max(state.knownUntil(), time + KNOWN_MICROS),
                new Heard(ofScrap, time, input.id()),
                state.tallies().plus(time, made, bad, calendars));
        List<Output> outputs = new ArrayList<>(3);
        String id = id(ofScrap, input.id());
        if (made > 0 || bad > 0) {
            Map<String, Value> fields = new LinkedHashMap<>();
            fields.put("count", Value.of(made));
            fields.put("scrap", Value.of(bad));
            outputs.add(event(topics.count(), time, id, fields, List.of()));
        }
        if (made > 0) {
            outputs.add(Output.of(topics.total(), time, Content.of(Value.of(next.pieces()))));
        }
        if (bad > 0) {
            outputs.add(Output.of(topics.scrapTotal(), time, Content.of(Value.of(next.scrap()))));
        }
        if (reading.notCounted() != null) {
            outputs.add(
                    event(topics.notCounted(), time, id, reading.notCounted().fields(), List.of()));
        }
        return new Step<>(next, outputs);
    }

    private static long sum(long total, long more) {
        if (total > Long.MAX_VALUE - more) {
            throw Meter.refused(
                    "The total stands at " + total + ", and with " + more + " more it is beyond what 64 bits hold.",
                    "Correct the input: no machine makes so many pieces.");
        }
        return total + more;
    }

    /** Of two increments of one time each has its own: by the input, and by the id that it gave. */
    private static String id(boolean ofScrap, String given) {
        if (ofScrap) {
            return given.isEmpty() ? SCRAP : SCRAP + "/" + given;
        }
        return given.startsWith(SCRAP) || given.startsWith(PIECES) ? PIECES + "/" + given : given;
    }

    private static Output event(Topic topic, long time, String id, Map<String, Value> fields, List<Identity> from) {
        return new Output(topic, time, id, EventFields.write(time, id, fields), false, from);
    }

    @Override
    public long nextTime(CounterState state) {
        return Math.min(pieces.nextTime(state.piecesMemory()), state.tallies().nextEndMicros());
    }

    @Override
    public Step<CounterState> advance(CounterState state, long toMicros) {
        long next = nextTime(state);
        if (next > toMicros || next == NEVER) {
            return Step.of(state);
        }
        List<Output> outputs = new ArrayList<>();
        CounterState now = state;
        // one thing at a time, in the order of time: so it does not matter in how many steps time passes
        for (; next <= toMicros && next != NEVER; next = nextTime(now)) {
            now = pieces.nextTime(now.piecesMemory()) == next ? pass(now, outputs) : close(now, next, outputs);
        }
        return new Step<>(now, outputs);
    }

    private CounterState pass(CounterState state, List<Output> outputs) {
        Reading reading = pieces.pass(state.piecesMemory());
        if (reading.notCounted() != null) {
            outputs.add(event(
                    topics.notCounted(),
                    reading.notCounted().timeMicros(),
                    "",
                    reading.notCounted().fields(),
                    from(state.heard())));
        }
        return state.withMemory(false, reading.memory());
    }

    /** Ends the first period that ends at a time, and begins the next one while the machine is known. */
    private CounterState close(CounterState state, long end, List<Output> outputs) {
        int at = state.tallies().firstToEnd();
        Tally tally = state.tallies().get(at);
        boolean known = tally.startMicros() < state.knownUntil();
        if (known || tally.pieces() > 0 || tally.scrap() > 0) {
            outputs.add(total(topics.periods().get(at), tally.startMicros(), tally.pieces(), state.heard()));
            if (tellsScrap) {
                outputs.add(total(topics.scrapPeriods().get(at), tally.startMicros(), tally.scrap(), state.heard()));
            }
        }
        boolean goesOn = end < state.knownUntil();
        return state.with(
                state.tallies().with(goesOn ? Tally.of(calendars.get(at).at(end)) : Tally.NONE, at));
    }

    private Output total(Topic topic, long time, long pieces, Heard heard) {
        return new Output(topic, time, "", Content.of(Value.of(pieces)), false, from(heard));
    }

    private List<Identity> from(Heard heard) {
        Topic topic = heard.ofScrap() ? topics.scrap() : topics.pieces();
        return List.of(new Identity(topic.path(), heard.timeMicros(), heard.id()));
    }

    @Override
    public CounterState continued(CounterState state, Function<String, @Nullable Content> standing) {
        return state.withTotals(
                total(standing.apply(topics.total().path())),
                total(standing.apply(topics.scrapTotal().path())));
    }

    private static long total(@Nullable Content stored) {
        return stored instanceof Content.Measured measured && measured.value() instanceof Value.Whole whole
                ? whole.value()
                : 0;
    }

    @Override
    public StateCodec<CounterState> codec() {
        return codec;
    }
}
