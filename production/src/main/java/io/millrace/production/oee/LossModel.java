package io.millrace.production.oee;

import io.millrace.model.MachineState;
import io.millrace.model.Problem;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a plant holds for a loss, and of what kind. Immutable.
 *
 * @param states what the time in a state is, where it is not the usual: by a word ({@code waiting}), a code
 *     ({@code 181000}) or a range of codes ({@code 181000-181999}); a code goes before a range, a range before a word
 * @param microstops where short stops are a loss
 * @param cycleMicros how long a piece takes ideally, where neither its order nor its product says it
 */
public record LossModel(
        Map<String, TimeClass> states,
        Microstops microstops,
        @Nullable Long cycleMicros) {

    /** Where short stops are a loss: ISO 22400-2 counts producing time only, Nakajima's losses call them loss of speed. */
    public enum Microstops {
        /** They are no production time, as in ISO 22400-2. */
        AVAILABILITY,
        /** They belong to production time and make it slow, as in the six big losses. */
        PERFORMANCE
    }

    /** The usual states, by ISO 22400-2, with ideal cycle times from orders and products only. */
    public static final LossModel USUAL = new LossModel(Map.of(), Microstops.AVAILABILITY, null);

    public LossModel {
        states = Collections.unmodifiableMap(new LinkedHashMap<>(states));
        Objects.requireNonNull(microstops);
        states.keySet().forEach(LossModel::check);
        if (cycleMicros != null && cycleMicros <= 0) {
            throw Problem.of("value-refused", "The ideal cycle time is not above 0.", "Give the time of one piece.")
                    .asException();
        }
    }

    /** This model where a piece takes ideally so long unless its order or product says otherwise. */
    public LossModel withCycle(@Nullable Long micros) {
        return new LossModel(states, microstops, micros);
    }

    private static void check(String key) {
        String plain = plain(key);
        boolean known = plain.matches("\\d{1,9}")
                || (plain.matches("\\d{1,9}-\\d{1,9}") && first(plain) <= last(plain))
                || MachineState.ofWord(plain).isPresent();
        if (!known) {
            throw Problem.of(
                            "value-refused",
                            "'" + key + "' is no state.",
                            "Use a word such as waiting, a code such as 181000, or a range such as 181000-181999.")
                    .asException();
        }
    }

    /** What the time of a stretch is. A state that nobody knows is unknown, and never running. */
    public TimeClass classOf(StateStretch stretch) {
        int code = code(stretch);
        MachineState state = MachineState.ofWord(stretch.state())
                .or(() -> MachineState.ofCode(code))
                .orElse(MachineState.UNKNOWN);
        TimeClass told = states.isEmpty() ? null : told(state, code);
        TimeClass timeClass = told == null ? TimeClass.of(state) : told;
        boolean isShort = stretch.microstop() || code == MachineState.MICROSTOP;
        return timeClass == TimeClass.UNPLANNED_STOP && isShort ? TimeClass.MICROSTOP : timeClass;
    }

    private @Nullable TimeClass told(MachineState state, int code) {
        TimeClass word = null;
        TimeClass range = null;
        for (Map.Entry<String, TimeClass> entry : states.entrySet()) {
            String key = plain(entry.getKey());
            if (key.equals(Integer.toString(code))) {
                return entry.getValue();
            }
            if (key.matches("\\d+-\\d+")) {
                range = range == null && code >= first(key) && code <= last(key) ? entry.getValue() : range;
            } else if (key.equals(state.word())) {
                word = entry.getValue();
            }
        }
        return range == null ? word : range;
    }

    private static int code(StateStretch stretch) {
        if (stretch.code() != 0) {
            return stretch.code();
        }
        String word = stretch.state().trim();
        if (word.matches("\\d{1,9}")) {
            return Integer.parseInt(word);
        }
        return MachineState.ofWord(word).map(MachineState::code).orElse(0);
    }

    private static String plain(String key) {
        return key.trim().toLowerCase(Locale.ROOT);
    }

    private static int first(String range) {
        return Integer.parseInt(range.substring(0, range.indexOf('-')));
    }

    private static int last(String range) {
        return Integer.parseInt(range.substring(range.indexOf('-') + 1));
    }
}
