package io.millrace.production.oee;

import java.util.List;

/**
 * From calendar time down to the time that good pieces take: what each loss costs, and what is left after it.
 *
 * @param steps in order; the last is {@link Loss#SCRAP}, or {@link Loss#UNKNOWN} where no ideal cycle time is known
 */
public record Waterfall(long calendarMicros, List<Step> steps) {

    /** What time is lost to. */
    public enum Loss {
        /** No shift, nothing to make; what is left is planned operation time. */
        NOT_PLANNED,
        /** What is left is planned busy time, PBT. */
        PLANNED_STOPS,
        UNPLANNED_STOPS,
        CHANGEOVER,
        MICROSTOPS,
        /** Nobody knows; what is left is actual production time, APT. */
        UNKNOWN,
        /** Slower than ideal; below 0 where the machine was faster. */
        SPEED,
        /** What is left is the ideal time of good pieces. */
        SCRAP
    }

    /** Microseconds; what is left is what was left before, less the loss. */
    public record Step(Loss loss, long lossMicros, long leftMicros) {}

    public Waterfall {
        steps = List.copyOf(steps);
    }
}
