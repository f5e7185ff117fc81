package io.millrace.process.trial;

import io.millrace.model.ProblemException;
import io.millrace.process.Addresses.Address;
import io.millrace.process.Definition;
import io.millrace.process.core.Emission;
import io.millrace.process.core.Guarded;
import io.millrace.process.core.Head;
import io.millrace.process.core.Horizon;
import io.millrace.process.core.Input;
import io.millrace.process.core.Processor;
import io.millrace.process.core.Taken;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** An instance of the processor that is tried. Used by one thread. */
final class Worker<S> {

    /** So many moments are told apart at a time; what follows is said of the last of them. */
    private static final int MOST_MOMENTS = 10_000;

    private final String name;
    private final Horizon<S> horizon;
    private boolean broken;

    private Worker(String name, Horizon<S> horizon) {
        this.name = name;
        this.horizon = horizon;
    }

    static Worker<?> begin(Definition definition, Address address) {
        String name = address.key().substring(definition.name().length() + 1);
        return begin(definition, name, new Guarded<>(definition.plan().rule().apply(address.place())));
    }

    private static <S> Worker<S> begin(Definition definition, String name, Processor<S> rule) {
        long lateness = TimeUnit.NANOSECONDS.toMicros(definition.lateness().toNanos());
        return new Worker<>(name, new Horizon<>(rule, lateness, Definition.MOST_HELD, Head.begin(rule), List.of()));
    }

    Turn take(Input input, long logMicros) {
        Taken taken = horizon.take(input, logMicros);
        broken = false;
        return Turn.of(name, input, taken);
    }

    /**
     * Lets time pass, moment by moment: in steps of any size a processor says the same, and so it can be told when each
     * thing became true.
     */
    void advance(long toMicros, Consumer<Turn> turns) {
        if (broken) {
            return;
        }
        try {
            for (int moments = 0; horizon.nextTime() <= toMicros; moments++) {
                long next = horizon.nextTime();
                long step = moments < MOST_MOMENTS ? next : toMicros;
                Turn turn = pass(next, step);
                if (turn.isSilent() && horizon.nextTime() <= step) {
                    turn = pass(next, Math.min(step + 1, toMicros)); // it means: not before this has passed
                }
                if (turn.isSilent() && horizon.nextTime() <= step) {
                    turn = pass(next, toMicros);
                    moments = MOST_MOMENTS;
                }
                if (!turn.isSilent()) {
                    turns.accept(turn);
                }
                if (moments >= MOST_MOMENTS) {
                    return;
                }
            }
        } catch (ProblemException fault) {
            broken = true; // until an input comes, it would fail in the same way
            turns.accept(Turn.troubled(name, toMicros, fault.problem()));
        }
    }

    private Turn pass(long since, long toMicros) {
        List<Emission> said = horizon.advance(toMicros);
        return Turn.passed(name, since, said, horizon.refusedInTime());
    }
}
