package io.millrace.process.expression;

import io.millrace.model.Quality;
import io.millrace.model.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an expression knows.
 *
 * @param slots of each input, in the order of the options
 * @param waiting time for which it waits for further inputs before it computes, microseconds since 1970, or
 *     {@link #NEVER}
 * @param now the last result
 * @param before the one of an earlier time than {@code now}: a second input of one time must not build on the first
 * @param said what was told last
 */
record ExpressionState(List<Slot> slots, long waiting, Result now, Result before, Said said) {

    static final long NEVER = Long.MIN_VALUE;

    ExpressionState {
        slots = List.copyOf(slots);
    }

    /**
     * One input.
     *
     * @param value the last that could be used
     * @param quality of the last sample, usable or not
     * @param time of the last sample, microseconds since 1970, or {@link #NEVER}
     * @param before the usable value before {@code value}
     * @param timeBefore of the sample before the last
     * @param used whether it was part of a result; with the last known values always
     */
    record Slot(
            @Nullable Value value,
            Quality quality,
            long time,
            @Nullable Value before,
            long timeBefore,
            boolean used) {

        static final Slot EMPTY = new Slot(null, Quality.BAD_WAITING_FOR_INITIAL_DATA, NEVER, null, NEVER, true);

        boolean isKnown() {
            return time != NEVER;
        }

        /** @param usable null for a sample that cannot be used */
        Slot take(@Nullable Value usable, Quality newQuality, long newTime, boolean isUsed) {
            boolean again = newTime == time;
            boolean moves = usable != null && !again && used;
            return new Slot(
                    usable == null ? value : usable,
                    newQuality,
                    newTime,
                    moves ? value : before,
                    again ? timeBefore : time,
                    isUsed);
        }

        Slot inUse() {
            return used ? this : new Slot(value, quality, time, before, timeBefore, true);
        }

        /** The time of the sample before {@code now}. */
        long timeBefore(long now) {
            return time == now ? timeBefore : time;
        }
    }

    /** A result that had a value. */
    record Result(@Nullable Value value, long time) {
        static final Result NONE = new Result(null, NEVER);
    }

    /** @param quality null when nothing was told, or what was told was taken back */
    record Said(@Nullable Quality quality, long time) {
        static final Said NOTHING = new Said(null, NEVER);

        boolean isBad(Quality bad) {
            return bad.equals(quality);
        }
    }

    static ExpressionState begin(int inputs) {
        return new ExpressionState(
                Collections.nCopies(inputs, Slot.EMPTY), NEVER, Result.NONE, Result.NONE, Said.NOTHING);
    }

    ExpressionState with(int index, Slot slot) {
        List<Slot> changed = new ArrayList<>(slots);
        changed.set(index, slot);
        return new ExpressionState(changed, waiting, now, before, said);
    }

    ExpressionState allInUse() {
        return new ExpressionState(slots.stream().map(Slot::inUse).toList(), waiting, now, before, said);
    }

    ExpressionState waiting(long time) {
        return time == waiting ? this : new ExpressionState(slots, time, now, before, said);
    }

    ExpressionState telling(@Nullable Quality quality, long time) {
        return new ExpressionState(slots, waiting, now, before, new Said(quality, time));
    }

    /** With a result that has a value. */
    ExpressionState resulting(Value value, long time) {
        return new ExpressionState(slots, waiting, new Result(value, time), previous(time), said);
    }

    /** With another last result, where there is one: a database knows no difference between 5 and 5.0. */
    ExpressionState continued(Value stored) {
        Value known = now.value();
        Value value = known instanceof Value.Real && stored instanceof Value.Whole whole
                ? Value.of((double) whole.value())
                : stored;
        return known == null || known.type() != value.type()
                ? this
                : new ExpressionState(slots, waiting, new Result(value, now.time()), before, said);
    }

    /** Of its results the last one before a time. */
    Result previous(long time) {
        return now.time() < time ? now : before;
    }

    boolean isComplete() {
        return slots.stream().allMatch(Slot::isKnown);
    }
}
