package io.millrace.process.counter;

import io.millrace.model.Problem;
import io.millrace.model.ProblemException;
import io.millrace.model.settings.DefaultsTo;
import io.millrace.model.settings.Described;
import java.time.Duration;
import java.time.LocalTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a person says about a counter. Immutable. */
@Described("Counts pieces, and tells how many were made in each hour, shift and day.")
public record CounterOptions(
        @Described(
                "Pieces by pulses: a number adds itself, a boolean one piece for each edge, a count event its count and scrap.")
        @Nullable
        Pulses pulses,

        @Described("Pieces by the running counter of a PLC.") @Nullable
        Running running,

        @Described("Pieces by the distance a light barrier measures.") @Nullable
        Passages passages,

        @Described("A second input whose pieces are scrap.") @Nullable
        Scrap scrap,

        @Described(
                "Under which name it tells what it counts: _analytics/NAME/count, _historian/NAME/total, and so on below the location.")
        @DefaultsTo("pieces")
        String output,

        @Described("The periods whose totals are told when they are over: hour, shift, day.")
        @DefaultsTo("[hour, shift, day]")
        List<Period> totals,

        @Described("When shifts begin, in the time zone of the plant, the first one of the day first.")
        @DefaultsTo("[\"06:00\", \"14:00\", \"22:00\"]")
        List<String> shifts,

        @Described("When a day begins; without it with its first shift, and at midnight where there are no shifts.")
        @Nullable
        String dayStart) {

    /** So many shifts a day at most. */
    private static final int MOST_SHIFTS = 12;

    /** A stretch of the plant's calendar that has a total of its own. */
    public enum Period {
        HOUR,
        SHIFT,
        DAY
    }

    /** Which change of a boolean is a piece. */
    public enum Edge {
        /** From false to true. */
        RISING,
        /** From true to false. */
        FALLING
    }

    /** What follows from a running counter that was set back. */
    public enum OnReset {
        /** It was set to zero: where it stands now was made since. */
        COUNT,
        /** Nothing: it goes on from where it stands now. */
        IGNORE
    }

    /** A tag or event that says how many pieces were made. */
    public record Pulses(
            @Described(
                    "The topic, below the location: a tag, or an event under _analytics that carries count and scrap.")
            String input,

            @Described("Which change of a boolean is a piece: rising or falling.") @DefaultsTo("rising")
            Edge edge) {}

    /** The running counter of a PLC. */
    public record Running(
            @Described("The tag that holds it, below the location.")
            String input,

            @Described(
                    "After how many pieces it begins again at 0: 65536 for 16 bits, 10000 for four digits. Without it, it never does.")
            @Nullable
            Long wrapsAt,

            @Described(
                    "The most pieces that can be made between two samples, in the longest gap that is to be bridged; what jumps farther is not counted.")
            long largestStep,

            @Described("When it is set back: count, where it stands was made since; or ignore, it goes on from there.")
            @DefaultsTo("count")
            OnReset onReset) {

        public Running {
            check(largestStep >= 1, "largestStep is " + largestStep + ".", "Use 1 or more pieces.");
            check(wrapsAt == null || wrapsAt >= 2, "wrapsAt is " + wrapsAt + ".", "Use 2 or more, or leave it out.");
            check(
                    wrapsAt == null || largestStep < wrapsAt,
                    "largestStep is " + largestStep + ", and the counter begins again at " + wrapsAt + ".",
                    "Use a largestStep below wrapsAt: a whole round between two samples cannot be seen.");
        }
    }

    /** The distance a light barrier measures. */
    public record Passages(
            @Described("The tag that holds the distance, below the location.")
            String input,

            @Described("Below this distance a piece is there, in the unit of the tag.")
            double near,

            @Described("Above this distance it has gone, in the unit of the tag.")
            double far,

            @Described("What passes quicker than this is noise and no piece.") @Nullable
            Duration shortest,

            @Described("What stays longer than this is a jam: it is told, and not counted.") @Nullable
            Duration longest) {

        public Passages {
            check(
                    Double.isFinite(near) && Double.isFinite(far) && near < far,
                    "near is " + near + " and far is " + far + ".",
                    "Use a near below far: what lies between tells one piece from the next.");
            check(isTime(shortest), "shortest is " + text(shortest) + ".", "Use 0s to 24h.");
            check(isTime(longest), "longest is " + text(longest) + ".", "Use 0s to 24h.");
            check(
                    longest == null || longest.compareTo(shortest == null ? Duration.ZERO : shortest) > 0,
                    "longest is " + text(longest) + " and shortest is " + text(shortest) + ".",
                    "Use a longest above shortest.");
        }
    }

    private static boolean isTime(@Nullable Duration duration) {
        return duration == null || (!duration.isNegative() && duration.compareTo(Duration.ofDays(1)) <= 0);
    }

    /** A second input, whose pieces are scrap. */
    public record Scrap(
            @Described("Scrap by pulses.") @Nullable Pulses pulses,

            @Described("Scrap by the running counter of a PLC.") @Nullable
            Running running,

            @Described("Whether the first input counts these pieces too: true where scrap is sorted out behind it.")
            boolean included) {

        public Scrap {
            check(
                    (pulses == null) != (running == null),
                    pulses == null ? "scrap says not how it is counted." : "scrap is counted in two ways.",
                    "Give one of pulses and running.");
        }
    }

    public CounterOptions {
        Objects.requireNonNull(output);
        long ways =
                Stream.of(pulses, running, passages).filter(Objects::nonNull).count();
        check(
                ways == 1,
                ways == 0 ? "The counter says not what it counts by." : "The counter counts in " + ways + " ways.",
                "Give one of pulses, running and passages.");
        totals = List.copyOf(totals);
        shifts = List.copyOf(shifts);
        check(new HashSet<>(totals).size() == totals.size(), "totals names a period twice.", "Name each once.");
        check(
                !totals.contains(Period.SHIFT) || !shifts.isEmpty(),
                "totals asks for shifts, and there are none.",
                "Say in shifts when they begin, or leave shift out of totals.");
        checkShifts(shifts);
        if (dayStart != null) {
            time("dayStart", dayStart);
        }
    }

    /** When shifts begin, on the clock of the plant. */
    public List<LocalTime> shiftStarts() {
        return shifts.stream().map(text -> time("shifts", text)).toList();
    }

    /** When a day begins, on the clock of the plant. */
    public LocalTime dayBegins() {
        if (dayStart != null) {
            return time("dayStart", dayStart);
        }
        return shifts.isEmpty() ? LocalTime.MIDNIGHT : shiftStarts().get(0);
    }

    private static void checkShifts(List<String> shifts) {
        check(shifts.size() <= MOST_SHIFTS, "There are " + shifts.size() + " shifts.", "Use 12 a day at most.");
        List<LocalTime> starts = new ArrayList<>();
        for (String text : shifts) {
            starts.add(time("shifts", text));
        }
        check(new HashSet<>(starts).size() == starts.size(), "Two shifts begin at the same time.", "Keep one of them.");
        int overMidnight = 0;
        for (int i = 1; i < starts.size(); i++) {
            overMidnight += starts.get(i).isBefore(starts.get(i - 1)) ? 1 : 0;
        }
        boolean inOrder = overMidnight == 0
                || (overMidnight == 1 && starts.get(starts.size() - 1).isBefore(starts.get(0)));
        check(
                inOrder,
                "The shifts begin at " + String.join(", ", shifts) + ", which is no order.",
                "Name them as they follow each other, the first of the day first.");
    }

    private static LocalTime time(String key, String text) {
        try {
            return LocalTime.parse(text.matches("\\d:\\d\\d") ? "0" + text : text);
        } catch (DateTimeParseException unreadable) {
            throw refused(key + " says '" + text + "', which is no time of day.", "Write it as 06:00.");
        }
    }

    /** A duration as people write it: 1m30s. */
    static String text(@Nullable Duration duration) {
        return duration == null ? "not given" : duration.toString().substring(2).toLowerCase(Locale.ROOT);
    }

    private static void check(boolean right, String message, String remedy) {
        if (!right) {
            throw refused(message, remedy);
        }
    }

    private static ProblemException refused(String message, String remedy) {
        return Problem.of("counter-refused", message, remedy).asException();
    }
}
