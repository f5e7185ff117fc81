package io.millrace.process.state;

import io.millrace.model.MachineState;
import io.millrace.model.Problem;
import io.millrace.model.settings.DefaultsTo;
import io.millrace.model.settings.Described;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a person says about the states of a machine. Immutable. */
@Described("Knows what a machine is doing, from its signals, its state word or the pieces it makes.")
public record MachineStateOptions(
        @Described("When which signal means which state; the first rule that fits wins.") @DefaultsTo("[]")
        List<StateRule> rules,

        @Described("The state word of the machine; it counts where no rule fits.") @Nullable
        Word word,

        @Described("The pieces it makes; they count where neither a rule nor the state word says anything.") @Nullable
        Pieces pieces,

        @Described("What the machine is when no rule fits; stopped, unless a state word or pieces say it.") @Nullable
        MachineState otherwise,

        @Described("Where the machine gives the reason of a stop.") @Nullable
        Reason reason,

        @Described(
                "A signal of a rule, mode or state word that was not heard of for longer makes the state unknown; without it, it holds until the next.")
        @Nullable
        Duration staleAfter,

        @Described("An unplanned stop shorter than this is a microstop; 0s marks none.") @DefaultsTo("5min")
        Duration microstop,

        @Described("How far back overwrites reach; over 1,000 changes of state at most.") @DefaultsTo("2d")
        Duration remember,

        @Described("Under which name it tells the states: _analytics/NAME/add and _historian/NAME below the location.")
        @DefaultsTo("state")
        String output,

        @Described("Where people tell what a machine was doing; _analytics/NAME/overwrite, where it is not given.")
        @Nullable
        String overwrite) {

    private static final int MOST_RULES = 50;
    private static final Duration LEAST_REMEMBERED = Duration.ofMinutes(1);
    private static final Duration MOST_REMEMBERED = Duration.ofDays(31);

    /** Whose words a state word speaks. */
    public enum Standard {
        PACKML,
        WEIHENSTEPHAN,
        /** Only those that are given. */
        OWN
    }

    /** The state word of a machine. */
    public record Word(
            @Described("The tag that holds it, a number or a name, below the location.")
            String input,

            @Described(
                    "packml: StateCurrent of ISA-TR88.00.02; weihenstephan: WS_Cur_State of the Weihenstephan Standards; own: only words.")
            Standard standard,

            @Described("The tag of its mode or program: UnitModeCurrent in PackML, WS_Cur_Prog in WS.") @Nullable
            String mode,

            @Described("Words the standard does not have, or means otherwise: a number or a name, and the state.")
            @DefaultsTo("{}")
            Map<String, MachineState> words,

            @Described("Modes that are a state whatever the state word says: a number or a name, and the state.")
            @DefaultsTo("{}")
            Map<String, MachineState> modes) {

        public Word {
            words = Map.copyOf(words);
            modes = Map.copyOf(modes);
            check(
                    standard != Standard.OWN || !words.isEmpty(),
                    "'standard: own' has no words.",
                    "Give what its words mean, as in words: {1: running, 2: stopped}.");
            check(mode != null || modes.isEmpty(), "modes are given, and no mode.", "Name the tag of the mode.");
        }
    }

    /** The pieces a machine makes. */
    public record Pieces(
            @Described(
                    "A running total, a light barrier (each change to true), or count events, below the location; another counter's _analytics/pieces/count too.")
            String input,

            @Described("No piece for longer than this means stopped, since the last one.") @DefaultsTo("2min")
            Duration stoppedAfter) {

        public Pieces {
            check(isPositive(stoppedAfter), "stoppedAfter is not longer than 0.", "Use as much as 2min.");
        }
    }

    /** Where a machine gives the reason of a stop. */
    public record Reason(
            @Described("The tag that holds it, a number or a text, below the location; 0 and an empty text are none.")
            String input,

            @Described("What its values mean in words a person understands.") @DefaultsTo("{}")
            Map<String, String> texts) {

        public Reason {
            texts = Map.copyOf(texts);
        }
    }

    public MachineStateOptions {
        rules = List.copyOf(rules);
        check(
                !rules.isEmpty() || word != null || pieces != null,
                "Nothing says what the machine is doing.",
                "Give rules, word or pieces.");
        check(
                rules.size() <= MOST_RULES,
                "These are " + rules.size() + " rules.",
                "Use " + MOST_RULES + " at most, or compute a state word with an expression.");
        check(
                staleAfter == null || isPositive(staleAfter),
                "staleAfter is not longer than 0.",
                "Use several times the interval of the signals, or leave it out.");
        check(!microstop.isNegative(), "microstop is less than 0.", "Use 5min, or 0s to mark none.");
        check(
                remember.compareTo(LEAST_REMEMBERED) >= 0 && remember.compareTo(MOST_REMEMBERED) <= 0,
                "remember is not between 1min and 31d.",
                "Use as much as 2d.");
        check(
                pieces == null || remember.compareTo(pieces.stoppedAfter()) >= 0,
                "remember is shorter than stoppedAfter.",
                "Remember at least as long as it takes to see that the machine has stopped.");
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
