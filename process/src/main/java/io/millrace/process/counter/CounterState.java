package io.millrace.process.counter;

import io.millrace.process.core.Processor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * What a counter knows. Immutable.
 *
 * @param piecesMemory what the meter of the first input remembers
 * @param scrapMemory what the meter of scrap remembers
 * @param pieces all that were ever counted, scrap among them
 * @param scrap of them bad
 * @param knownUntil periods that begin before this time are told even when nothing was made in them
 * @param heard the last input that could be used
 * @param tallies of the running periods, in the order of the options
 */
record CounterState(
        long piecesMemory,
        long scrapMemory,
        long pieces,
        long scrap,
        long knownUntil,
        Heard heard,
        List<Tally> tallies) {

    /** Which input was heard when. */
    record Heard(boolean ofScrap, long timeMicros, String id) {}

    /**
     * What was made in a period so far.
     *
     * @param endMicros {@link Processor#NEVER} while no period runs
     */
    record Tally(long startMicros, long endMicros, long pieces, long scrap) {

        static final Tally NONE = new Tally(Processor.NEVER, Processor.NEVER, 0, 0);

        static Tally of(PlantCalendar.Span span) {
            return new Tally(span.startMicros(), span.endMicros(), 0, 0);
        }

        boolean runs() {
            return endMicros != Processor.NEVER;
        }

        Tally plus(long morePieces, long moreScrap) {
            return new Tally(startMicros, endMicros, pieces + morePieces, scrap + moreScrap);
        }
    }

    CounterState {
        tallies = List.copyOf(tallies);
    }

    static CounterState begin(int periods) {
        return new CounterState(
                Meter.NOTHING,
                Meter.NOTHING,
                0,
                0,
                Long.MIN_VALUE,
                new Heard(false, 0, ""),
                Collections.nCopies(periods, Tally.NONE));
    }

    CounterState with(Tally tally, int at) {
        List<Tally> changed = new ArrayList<>(tallies);
        changed.set(at, tally);
        return new CounterState(piecesMemory, scrapMemory, pieces, scrap, knownUntil, heard, changed);
    }

    CounterState withTotals(long newPieces, long newScrap) {
        return new CounterState(piecesMemory, scrapMemory, newPieces, newScrap, knownUntil, heard, tallies);
    }

    CounterState withMemory(boolean ofScrap, long memory) {
        return new CounterState(
                ofScrap ? piecesMemory : memory,
                ofScrap ? memory : scrapMemory,
                pieces,
                scrap,
                knownUntil,
                heard,
                tallies);
    }

    /** The machine is no longer known from a time on. */
    CounterState lostAt(long timeMicros) {
        return knownUntil <= timeMicros
                ? this
                : new CounterState(piecesMemory, scrapMemory, pieces, scrap, timeMicros, heard, tallies);
    }
}
