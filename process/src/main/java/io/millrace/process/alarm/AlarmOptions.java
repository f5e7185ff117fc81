package io.millrace.process.alarm;

import io.millrace.model.Problem;
import io.millrace.model.settings.DefaultsTo;
import io.millrace.model.settings.Described;
import io.millrace.process.expression.InputType;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a person writes about an {@code alarm}: what it watches, and exactly one condition. Immutable. */
@Described("Raises an alarm, and keeps it until people have seen to it.")
public record AlarmOptions(
        @Described("The tag it watches, a topic below the location such as _historian/burner/temperature.") @Nullable
        String input,

        @Described("Several tags for 'when': the name the expression uses, and the topic below the location.")
        @DefaultsTo("{}")
        Map<String, String> inputs,

        @Described(
                "What the inputs of 'when' carry, by name: number, integer, boolean, text or any. Number where nothing"
                        + " is said.")
        @DefaultsTo("{}")
        Map<String, InputType> types,

        @Described("Raised when the value is above a limit.") @Nullable
        Limit high,

        @Described("Raised when the value is below a limit.") @Nullable
        Limit low,

        @Described("Raised when the value changes too fast.") @Nullable
        Rate rate,

        @Described("Raised when the value is one of these: a state word, true or false, a fault code.")
        @DefaultsTo("[]")
        List<String> is,

        @Described("Raised when nothing good is heard for so long.") @Nullable
        Duration silentFor,

        @Described("Raised while this expression is true, as in supply - back < 2. It calls a single input 'value'.")
        @Nullable
        String when,

        @Described("How long there must be reason for it without a break before it is raised.") @DefaultsTo("0s")
        Duration onDelay,

        @Described("How long there must be no reason for it without a break before it is cleared.") @DefaultsTo("0s")
        Duration offDelay,

        @Described("What a value that cannot be trusted does. keep: nothing, the last good one holds on. raise: it is"
                + " reason for the alarm.")
        @DefaultsTo("keep")
        BadQuality badQuality,

        @Described("How bad it is: low, medium, high or critical.") @DefaultsTo("medium")
        Severity severity,

        @Described(
                "The same as a number from 1 to 1000, as OPC UA has it; 200, 500, 700 and 900 where it is not given.")
        @Nullable
        Integer severityNumber,

        @Described(
                "What people read. {alarm}, {location}, {value}, {limit}, {severity}, {group} and {NAME} of each input"
                        + " stand for what they are.")
        @Nullable
        String message,

        @Described("Alarms that belong together, such as burner or cooling.") @DefaultsTo("")
        String group,

        @Described("Whether people have to acknowledge it.") @DefaultsTo("true")
        boolean acknowledge,

        @Described("Whether it stays after its reason is gone, until it is acknowledged and reset.")
        @DefaultsTo("false")
        boolean latching,

        @Described("The longest time for which people may shelve it at once.") @DefaultsTo("8h")
        Duration longestShelving,

        @Described("The state of the plant in which it means nothing: then it is suppressed by design.") @Nullable
        Suppression suppressedBy,

        @Described("Its name at its location; that of the processor where it is not given. It is told on"
                + " _analytics/alarm/NAME, and _historian/alarm/NAME/active says whether it is raised.")
        @Nullable
        String name) {

    static final int MOST_SEVERE = 1000;
    private static final Duration LONGEST_SHELVING = Duration.ofDays(31);

    /** What a value that cannot be trusted does. */
    public enum BadQuality {
        KEEP,
        RAISE
    }

    /** A limit of a value. */
    public record Limit(
            @Described("The limit itself; a value that equals it is no reason for an alarm.")
            double limit,

            @Described("How far the value must come back behind the limit before it is well again.") @DefaultsTo("0")
            double hysteresis) {

        public Limit {
            check(
                    Double.isFinite(limit) && Double.isFinite(hysteresis) && hysteresis >= 0,
                    "The limit or its hysteresis is no number, or the hysteresis is negative.",
                    "Write it as {limit: 1150, hysteresis: 10}.");
        }
    }

    /** A limit of how fast a value changes. */
    public record Rate(
            @Described("It may rise by so much in 'per'.") @Nullable
            Double rise,

            @Described("It may fall by so much in 'per', a positive number.") @Nullable
            Double fall,

            @Described("What rise and fall are reckoned for.") @DefaultsTo("1min")
            Duration per,

            @Described("The value is compared with the one of so long ago: longer is calmer.") @DefaultsTo("1min")
            Duration over,

            @Described("How much slower it must be before it is well again.") @DefaultsTo("0")
            double hysteresis) {

        public Rate {
            check(
                    rise != null || fall != null,
                    "The rate has neither rise nor fall.",
                    "Give one of them, as in {rise: 5, per: 1min}.");
            check(
                    (rise == null || rise >= 0) && (fall == null || fall >= 0) && hysteresis >= 0,
                    "rise, fall or hysteresis is negative.",
                    "A fall of 5 is written fall: 5.");
            check(isPositive(per) && isPositive(over), "per or over is not longer than 0.", "Use as much as 1min.");
        }
    }

    /** When an alarm means nothing. */
    public record Suppression(
            @Described("The tag that tells, below the location, such as _historian/state.")
            String input,

            @Described("What it then says, such as [stopped, cleaning].")
            List<String> is) {

        public Suppression {
            is = List.copyOf(is);
            check(!is.isEmpty(), "'is' is empty.", "Give the words, as in is: [stopped].");
        }
    }

    public AlarmOptions {
        inputs = Collections.unmodifiableMap(new LinkedHashMap<>(inputs));
        types = Map.copyOf(types);
        is = List.copyOf(is);
        long conditions = Stream.of(high, low, rate, silentFor, when, is.isEmpty() ? null : is)
                .filter(Objects::nonNull)
                .count();
        check(
                conditions == 1,
                conditions == 0 ? "Nothing says when the alarm is raised." : "There are several conditions.",
                "Give one of high, low, rate, is, silentFor, when; each alarm is one processor, so that people can"
                        + " acknowledge it by itself.");
        check(
                (input == null) != inputs.isEmpty(),
                input == null ? "There is no input." : "There is 'input' and there are 'inputs'.",
                "Give input: TOPIC for one, or inputs: {NAME: TOPIC, ...} with when.");
        check(
                when != null || (inputs.isEmpty() && types.isEmpty()),
                "inputs and types are for 'when'.",
                "Give input: TOPIC.");
        check(!onDelay.isNegative() && !offDelay.isNegative(), "A delay is less than 0.", "Use as much as 10s, or 0s.");
        check(silentFor == null || isPositive(silentFor), "silentFor is not longer than 0.", "Use as much as 5min.");
        check(
                severityNumber == null || (severityNumber >= 1 && severityNumber <= MOST_SEVERE),
                "severityNumber is not between 1 and 1000.",
                "Leave it out: the word is enough.");
        check(
                isPositive(longestShelving) && longestShelving.compareTo(LONGEST_SHELVING) <= 0,
                "longestShelving is not between 0 and 31d.",
                "Use as much as 8h, a shift; what is broken for longer is taken out of service.");
    }

    private static boolean isPositive(Duration duration) {
        return !duration.isNegative() && !duration.isZero();
    }

    private static void check(boolean right, String message, String remedy) {
        if (!right) {
            throw Problem.of("value-refused", message, remedy).asException();
        }
    }
}
