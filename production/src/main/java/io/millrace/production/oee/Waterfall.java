package io.millrace.production.oee;

import io.millrace.production.oee.LossModel.Microstops;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * From calendar time down to the time that good pieces take: what each loss costs, and what is left after it.
 *
 * @param steps in order; the last is {@link Loss#SCRAP}, or the one before {@link Loss#SPEED} where no ideal cycle time is
 *     known
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
        /** Before {@link #UNKNOWN} where they are a loss of availability, after it where they are one of speed. */
        MICROSTOPS,
        /** Nobody knows; what is left is actual production time, APT, with all losses of availability taken off. */
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

    /**
     * What a span comes to.
     *
     * @param idealMicros the ideal time of all pieces; absent where an ideal cycle time is missing, like the next
     * @param idealGoodMicros that of good pieces
     * @param microstops where short stops are a loss
     */
    public static Waterfall of(
            Times times, @Nullable Long idealMicros, @Nullable Long idealGoodMicros, Microstops microstops) {
        List<Step> steps = new ArrayList<>();
        long left = times.total();
        left = step(steps, Loss.NOT_PLANNED, times.of(TimeClass.NOT_PLANNED), left);
        left = step(steps, Loss.PLANNED_STOPS, times.of(TimeClass.PLANNED_STOP), left);
        left = step(steps, Loss.UNPLANNED_STOPS, times.of(TimeClass.UNPLANNED_STOP), left);
        left = step(steps, Loss.CHANGEOVER, times.of(TimeClass.CHANGEOVER), left);
        if (microstops == Microstops.AVAILABILITY) {
            left = step(steps, Loss.MICROSTOPS, times.of(TimeClass.MICROSTOP), left);
        }
        left = step(steps, Loss.UNKNOWN, times.of(TimeClass.UNKNOWN), left);
        if (microstops == Microstops.PERFORMANCE) {
            left = step(steps, Loss.MICROSTOPS, times.of(TimeClass.MICROSTOP), left);
        }
        if (idealMicros != null && idealGoodMicros != null) {
            left = step(steps, Loss.SPEED, left - idealMicros, left);
            step(steps, Loss.SCRAP, left - idealGoodMicros, left);
        }
        return new Waterfall(times.total(), steps);
    }

    private static long step(List<Step> steps, Loss loss, long lost, long before) {
        steps.add(new Step(loss, lost, before - lost));
        return before - lost;
    }
}
