package io.millrace.historian;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What people ask about alarms. Thread-safe. Every method is bounded by a statement time-out and throws {@link
 * io.millrace.historian.database.HistorianUnavailableException} when the database cannot be reached.
 */
public interface Alarms {

    /** Which alarms by their state, with the letters of ISA-18.2 and IEC 62682. */
    enum Which {
        /** Anything but normal and put aside: B to F. */
        OPEN,
        /** Shelved, suppressed by design, out of service: G to I. */
        ASIDE,
        /** Normal ones too. */
        ALL
    }

    /**
     * How an alarm stands, after the last thing that happened to it.
     *
     * @param topic of its events; its name among all alarms
     * @param state the word, such as {@code unacknowledged}
     * @param letter of the state
     * @param message of the occurrence; absent when it is normal
     * @param raised when the occurrence began; absent when there is none
     * @param changed when the last thing happened
     * @param transition what that was
     * @param user who did it, where it was a person
     * @param until when shelving ends, while it is shelved
     */
    record Standing(
            String topic,
            String location,
            String alarm,
            String state,
            String letter,
            String severity,
            int severityNumber,
            @Nullable String group,
            @Nullable String message,
            @Nullable Instant raised,
            Instant changed,
            String transition,
            @Nullable String user,
            @Nullable String comment,
            @Nullable Instant until) {}

    /**
     * @param standing the worst first, then the newest
     * @param more whether there were more than asked for
     * @param raisedInTenMinutes how many alarms were raised in the last ten minutes: ISA-18.2 and IEC 62682 hold one or two
     *     for what one person can manage, and more than ten for a flood
     */
    record Board(List<Standing> standing, boolean more, long raisedInTenMinutes) {
        public Board {
            standing = List.copyOf(standing);
        }
    }

    /**
     * One time an alarm was raised.
     *
     * @param since when the reason for it began
     * @param value what was compared, as text
     * @param acknowledged absent while nobody has, or where nobody has to
     * @param cleared absent while it lasts
     * @param state the last of this occurrence
     */
    record Occurrence(
            String topic,
            String location,
            String alarm,
            Instant raised,
            @Nullable Instant since,
            String severity,
            int severityNumber,
            @Nullable String group,
            @Nullable String message,
            @Nullable String value,
            @Nullable String limit,
            @Nullable Instant acknowledged,
            @Nullable String acknowledgedBy,
            @Nullable String comment,
            @Nullable Instant cleared,
            @Nullable String state) {}

    /** @param limit 1 to 10,000 */
    Board board(Which which, int limit);

    /** How one alarm stands; empty when nothing ever happened to it. */
    Optional<Standing> standing(String topic);

    /**
     * What was raised in a span, the newest first.
     *
     * @param from inclusive
     * @param to exclusive
     * @param location of the alarm or above it; absent for all
     * @param limit 1 to 10,000
     */
    List<Occurrence> raised(Instant from, Instant to, @Nullable String location, int limit);
}
