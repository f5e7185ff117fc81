package io.millrace.process.trial;

import io.millrace.model.Problem;
import io.millrace.model.ProblemException;
import io.millrace.process.Addresses;
import io.millrace.process.Addresses.Address;
import io.millrace.process.Definition;
import io.millrace.process.Inputs.Said;
import io.millrace.process.Keying;
import io.millrace.process.Routing;
import io.millrace.process.core.Emission;
import io.millrace.process.core.Input;
import io.millrace.process.core.Taken;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A processor running in memory, on what it is given: each instance has its horizon, and time passes as it did for the
 * log. What it says it says to its caller, and nowhere else.
 *
 * <p>Not thread-safe. Calls back on the thread that calls it.
 */
public final class Trial {

    /** How often a hub looks whether time brought something. */
    private static final long BEAT_MICROS = 500_000;

    private static final int MOST_INSTANCES = 10_000;

    private final Definition definition;
    private final Area area;
    private final Routing routing;
    private final InOrder inOrder;
    private final Map<String, Worker<?>> workers = new HashMap<>();
    private final long patienceMicros;
    private long lastBeat = Long.MIN_VALUE;
    private long inputs;
    private long outputs;
    private long corrections;
    private long late;
    private long tooLate;
    private long duplicates;
    private long refused;
    private long withoutKey;
    private long firstMicros = Long.MAX_VALUE;
    private long lastMicros = Long.MIN_VALUE;

    /**
     * @param area only instances there are tried
     * @param turns told everything that happens, in the order of time
     */
    public Trial(Definition definition, Area area, Consumer<Turn> turns) {
        this.definition = definition;
        this.area = area;
        this.routing = new Routing(List.of(definition));
        this.inOrder = new InOrder(turns);
        this.patienceMicros =
                TimeUnit.NANOSECONDS.toMicros(definition.patience().toNanos());
    }

    /** Whether records with this key may hold an input. */
    public boolean concerns(String key) {
        return routing.concerns(key);
    }

    /**
     * Takes something that was said, in the order in which the log took it.
     *
     * @param logMicros when the log took it, microseconds since 1970
     * @throws ProblemException {@code too-many-instances}
     */
    public void take(Said said, long logMicros) {
        pass(logMicros);
        for (Routing.Match match : routing.of(said.topic())) {
            Input input = said.as(match.role());
            try {
                Address address = address(match, input);
                if (address == null) {
                    withoutKey++;
                } else if (area.holds(definition, address, input)) {
                    tell(worker(address).take(input, logMicros));
                }
            } catch (UnreadableKey unreadable) {
                tell(new Turn(
                        "",
                        input.timestampMicros(),
                        input,
                        Taken.Fate.REFUSED,
                        List.of(),
                        List.of(new Taken.Refused(input, unreadable.problem)),
                        null));
            }
        }
    }

    private @Nullable Address address(Routing.Match match, Input input) throws UnreadableKey {
        if (match.address() != null) {
            return match.address();
        }
        Keying.ByKey keying = (Keying.ByKey) definition.plan().keying();
        try {
            return Addresses.of(definition, keying, input).orElse(null);
        } catch (ProblemException unreadable) {
            throw new UnreadableKey(unreadable.problem());
        }
    }

    private static final class UnreadableKey extends Exception {
        private static final long serialVersionUID = 1L;
        private final transient Problem problem;

        UnreadableKey(Problem problem) {
            super(problem.message(), null, false, false);
            this.problem = problem;
        }
    }

    private Worker<?> worker(Address address) {
        Worker<?> worker = workers.get(address.key());
        if (worker == null) {
            if (workers.size() >= MOST_INSTANCES) {
                throw Problem.of(
                                "too-many-instances",
                                "The processor has more than " + MOST_INSTANCES + " instances in this trial.",
                                "Try one location of it, or a shorter time.")
                        .asException();
            }
            worker = Worker.begin(definition, address);
            workers.put(address.key(), worker);
        }
        return worker;
    }

    /** Tells that the log's time has gone on. */
    public void pass(long logMicros) {
        if (lastBeat == Long.MIN_VALUE || logMicros - lastBeat >= BEAT_MICROS) {
            beat(logMicros);
        }
    }

    /** Tells the rest: time goes on to here, and ends. */
    public void finish(long logMicros) {
        beat(Math.max(logMicros, lastBeat));
        inOrder.release(Long.MAX_VALUE);
    }

    private void beat(long logMicros) {
        lastBeat = logMicros;
        long passed = logMicros - patienceMicros;
        workers.values().forEach(worker -> worker.advance(passed, this::tell));
        inOrder.release(passed);
    }

    private void tell(Turn turn) {
        if (turn.input() != null) {
            inputs++;
            firstMicros = Math.min(firstMicros, turn.timeMicros());
            lastMicros = Math.max(lastMicros, turn.timeMicros());
        }
        if (turn.fate() != null) {
            count(turn.fate());
        }
        refused += turn.refused().size() + (turn.trouble() == null ? 0 : 1);
        outputs += turn.outputs().size();
        for (Emission emission : turn.outputs()) {
            corrections += emission.revision() > 0 ? 1 : 0;
        }
        inOrder.add(turn);
    }

    private void count(Taken.Fate fate) {
        switch (fate) {
            case LATE -> late++;
            case TOO_LATE -> tooLate++;
            case DUPLICATE -> duplicates++;
            case IN_ORDER, REFUSED -> {
                // as it should be, or counted by its reasons
            }
        }
    }

    public Totals totals() {
        return new Totals(
                inputs,
                outputs,
                corrections,
                late,
                tooLate,
                duplicates,
                refused,
                withoutKey,
                workers.size(),
                firstMicros,
                lastMicros);
    }
}
