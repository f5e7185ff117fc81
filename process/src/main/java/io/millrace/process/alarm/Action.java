package io.millrace.process.alarm;

import io.millrace.model.Problem;
import io.millrace.model.Value;
import io.millrace.process.core.EventFields;
import io.millrace.process.core.Input;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What a person (or a program in a person's stead) does to an alarm: an event on {@code _analytics/alarm/WORD} with the
 * fields {@code alarm}, {@code user} and {@code comment}, and with {@code until_ms} for shelving.
 *
 * @param until microseconds since 1970; only for {@link Kind#SHELVE}
 */
record Action(Kind kind, String user, String comment, long until) {

    /** The alarm that means all of the location. */
    static final String ALL = "*";
    /** Longer names and comments are cut: they are kept in every event. */
    private static final int LONGEST = 200;

    private static final int MICROS_PER_MILLI = 1000;

    /** What may be done. */
    enum Kind {
        ACKNOWLEDGE,
        /** Lets go of a latch. */
        RESET,
        SHELVE,
        UNSHELVE,
        /** By design: by a program that knows the state of the plant. */
        SUPPRESS,
        UNSUPPRESS,
        OUT_OF_SERVICE,
        IN_SERVICE;

        /** The last part of the topic, and the role of the input. */
        String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        static List<String> words() {
            return Arrays.stream(values()).map(Kind::word).toList();
        }

        static Optional<Kind> ofWord(String word) {
            return Arrays.stream(values())
                    .filter(kind -> kind.word().equals(word))
                    .findFirst();
        }
    }

    /**
     * Reads the event; empty when it is for another alarm.
     *
     * @param longestShelving microseconds
     * @throws io.millrace.model.ProblemException when it cannot be used
     */
    static Optional<Action> read(Kind kind, Input input, String json, String alarm, long longestShelving) {
        Map<String, Value> fields = EventFields.read(json);
        String name = Texts.of(fields.get("alarm"));
        if (name.isEmpty()) {
            throw Problem.of(
                            "field-missing",
                            "The event does not say which alarm it is for.",
                            "Give alarm: its name, or * for all of the location.")
                    .asException();
        }
        if (!name.equals(alarm) && !name.equals(ALL)) {
            return Optional.empty();
        }
        long until = kind == Kind.SHELVE ? until(fields, alarm, input.timestampMicros(), longestShelving) : 0;
        return Optional.of(new Action(
                kind,
                Texts.cut(Texts.of(fields.get("user")), LONGEST),
                Texts.cut(Texts.of(fields.get("comment")), LONGEST),
                until));
    }

    private static long until(Map<String, Value> fields, String alarm, long now, long longest) {
        if (!(fields.get("until_ms") instanceof Value.Whole millis)) {
            throw Problem.of(
                            "field-missing",
                            "The event does not say until when the alarm is shelved.",
                            "Give until_ms in milliseconds since 1970: nothing is shelved for ever.")
                    .asException();
        }
        // compared in milliseconds: what is no such time must not overflow
        if (millis.value() * 1.0 * MICROS_PER_MILLI <= now) {
            throw Problem.of(
                            "value-refused",
                            "The alarm cannot be shelved until " + millis.value() + ".",
                            "Give a time in milliseconds since 1970, after the event's own.")
                    .asException();
        }
        if (millis.value() > (now + longest) / MICROS_PER_MILLI) {
            String most = Texts.of(Duration.of(longest, ChronoUnit.MICROS));
            throw Problem.of(
                            "shelving-too-long",
                            "The alarm '" + alarm + "' may be shelved for " + most + " at most.",
                            "Shelve it for " + most
                                    + " or less, and again then; what is broken for longer is taken out of"
                                    + " service. longestShelving of the alarm says how long is allowed.")
                    .asException();
        }
        return millis.value() * MICROS_PER_MILLI;
    }
}
