package io.millrace.prove.recount;

import io.millrace.prove.plant.Processing;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a machine was doing, and when. Times are microseconds since 1970. */
final class States {

    private static final int STOPPED = 40_000;
    private static final int MICROSTOP = 50_000;

    private States() {}

    /**
     * What a machine does from a time on.
     *
     * @param reason null for none
     * @param stop whether it is a stop that nobody planned
     * @param known whether anything is known
     */
    record State(String word, int code, @Nullable String reason, boolean stop, boolean known) {

        private static State of(String word, int code) {
            return new State(word, code, null, false, true);
        }

        private static State stop(String word, int code) {
            return new State(word, code, null, true, true);
        }
    }

    /** From one piece to the next it ran, unless that took too long: then it had stopped with the first of the two. */
    static NavigableMap<Long, State> ofPieces(NavigableSet<Long> times, long stoppedAfter) {
        NavigableMap<Long, State> states = new TreeMap<>();
        for (long time : times) {
            @Nullable Long next = times.higher(time);
            boolean ran = next != null && next - time <= stoppedAfter;
            states.put(time, ran ? State.of("running", 10_000) : State.stop("stopped", STOPPED));
        }
        return states;
    }

    /** What a signal says holds until it says the next thing, and no longer than it can be trusted. */
    static NavigableMap<Long, State> ofSignal(List<Reading> readings, String signal, long staleAfter) {
        State lost = new State("unknown", 30_000, "no signal: " + signal, false, false);
        NavigableMap<Long, State> states = new TreeMap<>();
        for (int i = 0; i < readings.size(); i++) {
            Reading reading = readings.get(i);
            states.put(reading.micros(), reading.value() == null ? lost : meaning(reading.value()));
            boolean heardInTime =
                    i + 1 < readings.size() && readings.get(i + 1).micros() <= reading.micros() + staleAfter;
            if (!heardInTime) {
                states.put(reading.micros() + staleAfter, lost);
            }
        }
        return states;
    }

    private static State meaning(double value) {
        if (value > Processing.FAULT_ABOVE) {
            return State.stop("fault", 180_000);
        }
        if (value > Processing.RUNNING_ABOVE) {
            return State.of("running", 10_000);
        }
        return value > Processing.SLOW_ABOVE ? State.of("slow", 20_000) : State.stop("idle", STOPPED);
    }

    /**
     * A state from its beginning to the next.
     *
     * @param end null while it lasts
     * @param brief whether it is a stop that was short
     */
    record Stretch(long start, @Nullable Long end, State state, boolean brief) {}

    /** Each state once, however often it was confirmed, and short stops as such. */
    static List<Stretch> stretches(NavigableMap<Long, State> states, long microstop) {
        List<Long> starts = new ArrayList<>();
        List<State> changes = new ArrayList<>();
        states.forEach((start, state) -> {
            if (changes.isEmpty() || !changes.get(changes.size() - 1).equals(state)) {
                starts.add(start);
                changes.add(state);
            }
        });
        List<Stretch> stretches = new ArrayList<>();
        for (int i = 0; i < changes.size(); i++) {
            State state = changes.get(i);
            boolean brief = state.stop && isMicrostop(starts, changes, i, microstop);
            @Nullable Long end = i + 1 < starts.size() ? starts.get(i + 1) : null;
            stretches.add(new Stretch(starts.get(i), end, state, brief));
        }
        return stretches;
    }

    /** The same in words. */
    static NavigableMap<Moment, String> told(List<Stretch> stretches) {
        NavigableMap<Moment, String> told = new TreeMap<>();
        for (Stretch stretch : stretches) {
            State state = stretch.state;
            int code = stretch.brief && state.code == STOPPED ? MICROSTOP : state.code;
            told.put(
                    Moment.at(stretch.start),
                    Words.state(state.word, Integer.toString(code), state.reason, stretch.brief, stretch.end));
        }
        return told;
    }

    /** A stop is all between two states that are known and no stop; it is short when the whole of it is. */
    private static boolean isMicrostop(List<Long> starts, List<State> changes, int of, long microstop) {
        int first = of;
        while (first > 0 && changes.get(first - 1).stop) {
            first--;
        }
        int after = of;
        while (after < changes.size() && changes.get(after).stop) {
            after++;
        }
        return first > 0
                && changes.get(first - 1).known
                && after < changes.size()
                && changes.get(after).known
                && starts.get(after) - starts.get(first) < microstop;
    }

    /** The same as a tag tells it. */
    static NavigableMap<Moment, String> words(NavigableMap<Long, State> states) {
        NavigableMap<Moment, String> words = new TreeMap<>();
        @Nullable State before = null;
        for (var change : states.entrySet()) {
            if (!change.getValue().equals(before)) {
                words.put(Moment.at(change.getKey()), Words.text(change.getValue().word));
            }
            before = change.getValue();
        }
        return words;
    }
}
