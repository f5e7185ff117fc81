package io.millrace.process.counter;

import io.millrace.process.core.Processor;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * What was made in the running periods so far. Immutable. What is asked with every input is known without looking at each
 * period: a plant has many counters, and each of them would be fetched from far away.
 *
 * @param periods in the order of the options
 * @param nextEndMicros when the first of them ends; {@link Processor#NEVER} while none runs
 * @param allRun whether each of them runs
 */
record Tallies(List<Tally> periods, long nextEndMicros, boolean allRun) {

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

    static Tallies of(Tally... periods) {
        long next = Processor.NEVER;
        boolean all = true;
        for (Tally tally : periods) {
            next = Math.min(next, tally.endMicros());
            all &= tally.runs();
        }
        return new Tallies(List.of(periods), next, all);
    }

    /** None runs. */
    static Tallies none(int periods) {
        return of(Collections.nCopies(periods, Tally.NONE).toArray(Tally[]::new));
    }

    Tally get(int at) {
        return periods.get(at);
    }

    Tallies with(Tally tally, int at) {
        Tally[] changed = periods.toArray(Tally[]::new);
        changed[at] = tally;
        return of(changed);
    }

    /**
     * More was made; those that do not run begin.
     *
     * @param calendars of each period
     */
    Tallies plus(long timeMicros, long pieces, long scrap, List<PlantCalendar> calendars) {
        if (allRun && pieces == 0 && scrap == 0) {
            return this;
        }
        Tally[] changed = new Tally[periods.size()];
        Arrays.setAll(changed, at -> {
            Tally tally = periods.get(at);
            return (tally.runs() ? tally : Tally.of(calendars.get(at).at(timeMicros))).plus(pieces, scrap);
        });
        return of(changed);
    }

    /** Which of them ends first. */
    int firstToEnd() {
        int at = 0;
        while (periods.get(at).endMicros() != nextEndMicros) {
            at++;
        }
        return at;
    }
}
