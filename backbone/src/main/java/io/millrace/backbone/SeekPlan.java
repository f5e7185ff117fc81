package io.millrace.backbone;

import org.jspecify.annotations.Nullable;

/** Where to read on, given where the reader was and what the log still has. A pure decision. */
sealed interface SeekPlan {

    /** The offset to read next. */
    long offset();

    /** As the reader left it, or at the beginning for one who was never here. */
    record Resume(long offset) implements SeekPlan {}

    /**
     * Records between where the reader was and the oldest the log has are gone: retention was faster.
     *
     * @param lost how many
     */
    record Gap(long offset, long lost) implements SeekPlan {}

    /**
     * The reader was further than the log reaches: the log was made anew, or lost its end with the power. What it has
     * now may be new, so all of it is read; what was seen before has no second effect.
     */
    record BeyondEnd(long offset, long position, long end) implements SeekPlan {}

    static SeekPlan decide(@Nullable Long position, long beginning, long end) {
        if (position == null) {
            return new Resume(beginning);
        }
        if (position > end) {
            return new BeyondEnd(beginning, position, end);
        }
        return position < beginning ? new Gap(beginning, beginning - position) : new Resume(position);
    }
}
