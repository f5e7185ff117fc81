package io.millrace.process.state;

import io.millrace.model.MachineState;
import io.millrace.model.Problem;
import io.millrace.model.ProblemException;
import io.millrace.model.Value;
import io.millrace.process.core.EventFields;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a person says a machine was doing: a {@code state/overwrite} event as the United Manufacturing Hub documents it,
 * with {@code start_time_unix_ms}, {@code end_time_unix_ms} and {@code state} (also spelled {@code startTime} and
 * {@code endTime}), and a {@code reason}.
 *
 * @param start microseconds since 1970
 * @param end {@link Timeline#FOREVER} where it holds until the machine itself says something else
 * @param label without a state where only the reason is given
 */
record Overwrite(long start, long end, Label label) {

    private static final int MICROS_PER_MILLI = 1000;
    private static final List<String> STARTS = List.of("start_time_unix_ms", "startTimeUnixMs", "startTime");
    private static final List<String> ENDS = List.of("end_time_unix_ms", "endTimeUnixMs", "endTime");

    /**
     * Reads the event.
     *
     * @param toldAt when it was told; it cannot begin later
     * @throws ProblemException when it cannot be used
     */
    static Overwrite read(String json, long toldAt) {
        Map<String, Value> fields = EventFields.read(json);
        Long start = time(fields, STARTS);
        Long end = time(fields, ENDS);
        if (start == null) {
            throw refused(
                    "field-missing",
                    "The overwrite does not say when it begins.",
                    "Give start_time_unix_ms in milliseconds since 1970.");
        }
        if (end != null && end <= start) {
            throw refused(
                    "value-refused",
                    "The overwrite ends before it begins.",
                    "Give an end_time_unix_ms after start_time_unix_ms, or none.");
        }
        if (start > toldAt) {
            throw refused(
                    "value-refused",
                    "The overwrite begins in the future.",
                    "An overwrite says what a machine was or is doing; plans belong to shifts and orders.");
        }
        return new Overwrite(start, end == null ? Timeline.FOREVER : end, label(fields));
    }

    private static Label label(Map<String, Value> fields) {
        String reason = Signals.text(fields.get("reason"));
        Value said = fields.get("state");
        if (said == null) {
            if (reason.isEmpty()) {
                throw refused(
                        "field-missing",
                        "The overwrite gives neither a state nor a reason.",
                        "Give a state such as \"maintenance\" or 210000, a reason, or both.");
            }
            return Label.because(reason);
        }
        String text = Signals.text(said).trim();
        MachineState word = MachineState.ofWord(text).orElse(null);
        if (word != null) {
            return Label.of(word, reason);
        }
        if (text.matches("\\d{1,9}")) {
            int code = Integer.parseInt(text);
            MachineState state = MachineState.ofCode(code).orElse(null);
            if (state != null) {
                return Label.of(state, code, reason);
            }
        }
        throw refused(
                "value-refused",
                "'" + text + "' is no state.",
                "Use a word such as stopped, changeover or fault, or a code from 10000 to 229999.");
    }

    private static @Nullable Long time(Map<String, Value> fields, List<String> names) {
        for (String name : names) {
            Value value = fields.get(name);
            if (value instanceof Value.Whole whole) {
                try {
                    return Math.multiplyExact(whole.value(), MICROS_PER_MILLI);
                } catch (ArithmeticException tooLarge) {
                    throw refused(
                            "value-refused",
                            name + " is " + whole.value() + ", which is no time in milliseconds since 1970.",
                            "Send milliseconds, not nanoseconds.");
                }
            }
            if (value != null) {
                throw refused("value-wrong-type", name + " is no whole number.", "Send it in milliseconds since 1970.");
            }
        }
        return null;
    }

    static ProblemException refused(String code, String message, String remedy) {
        return Problem.of(code, message, remedy).asException();
    }
}
