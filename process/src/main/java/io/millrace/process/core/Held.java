package io.millrace.process.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The inputs an instance holds, in the order of their own times, and the state after some of them. Very many are held when
 * much is read, so there is nothing but two lists. Not thread-safe.
 *
 * @param <S> the state of the processor
 */
final class Held<S> {

    /** The state is kept after each so manieth input; what lies between is computed again when it is asked for. */
    private static final int STATE_EACH = 16;

    private final List<Input> inputs = new ArrayList<>();
    /** The state after the input of the same number; null where it has to be computed from one before. */
    private final List<@Nullable S> states = new ArrayList<>();

    private int sinceState;

    int size() {
        return inputs.size();
    }

    boolean isEmpty() {
        return inputs.isEmpty();
    }

    Input input(int at) {
        return inputs.get(at);
    }

    /** A copy. */
    List<Input> inputs() {
        return new ArrayList<>(inputs);
    }

    /** Microseconds since 1970. */
    long time(int at) {
        return inputs.get(at).timestampMicros();
    }

    /** Of the last one, which must be there, microseconds since 1970. */
    long lastTime() {
        return time(inputs.size() - 1);
    }

    boolean sameTime(int one, int other) {
        return time(one) == time(other);
    }

    /** Whether the state after this input is there. */
    boolean knows(int at) {
        return states.get(at) != null;
    }

    /** The last one, up to this, the state after which is there; -1 for none. */
    int lastKnown(int at) {
        int known = at;
        while (known >= 0 && !knows(known)) {
            known--;
        }
        return known;
    }

    /** The state after an input, which must be {@linkplain #knows known}. */
    S after(int at) {
        return Objects.requireNonNull(states.get(at));
    }

    /** Holds an input that comes after all others. */
    void add(Input input, S after) {
        boolean keeps = ++sinceState >= STATE_EACH;
        sinceState = keeps ? 0 : sinceState;
        inputs.add(input);
        states.add(keeps ? after : null);
    }

    /**
     * Puts an input where it belongs, without computing anything: the states after it are those of before.
     *
     * @return its place, or the one from which it was taken away, or -1 when it changes nothing
     */
    int place(Input input) {
        int low = 0;
        int high = inputs.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (inputs.get(middle).order(input) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        boolean there = low < inputs.size() && inputs.get(low).order(input) == 0;
        boolean retracts = input.content() instanceof Content.Retracted;
        if (there ? input.revision() <= inputs.get(low).revision() : retracts) {
            return -1;
        }
        if (retracts) {
            inputs.remove(low);
            states.remove(low);
        } else if (there) {
            inputs.set(low, input);
            states.set(low, null);
        } else {
            inputs.add(low, input);
            states.add(low, null);
        }
        return low;
    }

    /** Lets go of all but the first so many, if there are more. */
    void keepFirst(int count) {
        if (count < inputs.size()) {
            inputs.subList(count, inputs.size()).clear();
            states.subList(count, states.size()).clear();
        }
    }

    /** Lets go of the first so many. */
    void dropFirst(int count) {
        inputs.subList(0, count).clear();
        states.subList(0, count).clear();
    }
}
