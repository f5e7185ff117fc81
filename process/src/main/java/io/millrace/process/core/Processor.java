package io.millrace.process.core;

import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The rule of a processor at one place: pure, so that the same inputs in the same order of time always give the same
 * outputs, on whichever machine and after whichever crash.
 *
 * <p>States are immutable and small: one is kept for each input of the last minute. What grows must share its parts
 * with the state before.
 *
 * <p>Thread-safe, because it holds nothing that changes.
 *
 * @param <S> its state
 */
public interface Processor<S> {

    /** No time at all: {@link #nextTime} of a state that waits for nothing. */
    long NEVER = Long.MAX_VALUE;

    /** The state before the first input. */
    S begin();

    /**
     * Takes one input. Inputs come in the order of their {@link Identity}, each identity once, and time was advanced to
     * the time of this one before.
     *
     * @throws io.millrace.model.ProblemException when this input cannot be used; it is put aside, whole and with the
     *     reason, and is as if it had never come
     */
    Step<S> apply(S state, Input input);

    /**
     * Lets time pass: every input before {@code toMicros} has been seen, others at {@code toMicros} itself may still
     * come. What follows from nothing having come is said here, with the time at which it became true.
     *
     * <p>Time may pass in steps of any size with the same outputs and the same state in the end. An earlier time than
     * before changes nothing.
     */
    default Step<S> advance(S state, long toMicros) {
        return Step.of(state);
    }

    /** The first time at which {@link #advance} may say something, microseconds since 1970, or {@link #NEVER}. */
    default long nextTime(S state) {
        return NEVER;
    }

    /**
     * What the state holds true of an identity that an earlier {@link Output#corrects correcting} output spoke of. Asked
     * when such a correction falls away because of a late input: what was true before it is true again.
     *
     * @return null when nothing is true of it: then it is retracted
     */
    default @Nullable Content recall(S state, Identity identity) {
        return null;
    }

    /**
     * The state with the running totals that are stored instead of those it has summed up itself. Asked of a state that has
     * seen the inputs of a while, and not all since its beginning.
     *
     * @param standing what holds on one of its output topics, or null
     */
    default S continued(S state, Function<String, @Nullable Content> standing) {
        return state;
    }

    /**
     * For how long an input matters at most, totals aside: a state that has seen the inputs of so long, and of each topic the
     * last one before, says what one says that has seen them all. And so long after a time nothing more is said of it.
     */
    default Duration reach() {
        return Duration.ofDays(2);
    }

    /** How its state becomes bytes. */
    StateCodec<S> codec();
}
