package io.millrace.ingest;

import io.millrace.model.Sample;
import io.millrace.model.Value;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Report by exception for one tag: of the samples offered it writes those that its {@link ReportRule} wants, in their
 * order, and says how many it left out. A change of quality, the first sample, and a value of another kind are written
 * always; texts and booleans whenever they change.
 *
 * <p><b>Bounds.</b> With a dead-band and no shortest interval every sample left out differs from the last one written by
 * no more than the band.
 * With a swinging door (Bristol, 1990) every sample left out lies no farther than the door from the straight line between
 * the written ones around it, as computed in doubles. For that the newest sample is kept back until it is known whether
 * the line goes on; a change of quality, the stop of the hub or {@code maxInterval} lets it out.
 *
 * <p>Not thread-safe; the two counts may be read by any thread.
 */
final class Report {

    /** Instead of a time: nothing waits. */
    static final long NEVER = Long.MAX_VALUE;

    private final double band;
    private final double door;
    private final long minNanos;
    private final long maxNanos;

    private @Nullable Sample written;
    private long writtenNanos;

    /** The newest sample, when it may still be written. */
    private @Nullable Sample held;

    /** The slopes, in units a microsecond, of all lines from what was written that pass every sample since. */
    private double steepest;

    private double flattest;

    private volatile long offered;
    private volatile long passed;

    Report(ReportRule rule) {
        band = rule.deadBand();
        door = rule.swingingDoor();
        minNanos = rule.minInterval().toNanos();
        maxNanos = rule.maxInterval() == null ? NEVER : rule.maxInterval().toNanos();
    }

    /**
     * @param now on the steady clock, nanoseconds
     * @param out gets what is to be written, the eldest first
     * @return whether the sample itself was written; one that was not may still be, later
     */
    @SuppressWarnings("NonAtomicVolatileUpdate") // written by the owner only
    boolean offer(Sample sample, long now, Consumer<Sample> out) {
        offered++;
        Sample before = written;
        if (before == null || !isComparable(before, sample)) {
            writeHeld(now, out);
            write(sample, now, out);
        } else if (door > 0 && isNumber(sample)) {
            swing(before, sample, now, out);
        } else {
            compare(before, sample, now, out);
        }
        return written == sample;
    }

    /** Whether a rule can weigh one against the other. */
    private static boolean isComparable(Sample one, Sample other) {
        Value first = one.value();
        Value second = other.value();
        return one.quality().equals(other.quality())
                && first != null
                && second != null
                && (first.getClass() == second.getClass() || isNumber(one) && isNumber(other));
    }

    private void compare(Sample before, Sample sample, long now, Consumer<Sample> out) {
        if (!isWanted(before, sample, now)) {
            held = null; // it has come back
        } else if (now - writtenNanos < minNanos) {
            held = sample;
        } else {
            write(sample, now, out);
        }
    }

    private boolean isWanted(Sample before, Sample sample, long now) {
        if (now - writtenNanos >= maxNanos) {
            return true;
        }
        return isNumber(sample) && band > 0
                ? Math.abs(number(sample) - number(before)) > band
                : !Objects.equals(sample.value(), before.value());
    }

    private void swing(Sample pivot, Sample sample, long now, Consumer<Sample> out) {
        Sample candidate = held;
        if (candidate == null) {
            open(pivot, sample);
        } else if (sample.timestampMicros() <= candidate.timestampMicros()) {
            writeHeld(now, out); // the device's clock went back: another line begins
            write(sample, now, out);
            return;
        } else {
            double slope = slope(pivot, sample, 0);
            if (slope >= flattest && slope <= steepest) {
                flattest = Math.max(flattest, slope(pivot, sample, -door));
                steepest = Math.min(steepest, slope(pivot, sample, door));
                held = sample;
            } else {
                writeHeld(now, out);
                open(candidate, sample);
            }
        }
        if (now - writtenNanos >= maxNanos) {
            writeHeld(now, out);
        }
    }

    private void open(Sample pivot, Sample sample) {
        if (sample.timestampMicros() <= pivot.timestampMicros()) {
            flattest = Double.POSITIVE_INFINITY; // no line goes back in time
            steepest = Double.NEGATIVE_INFINITY;
        } else {
            flattest = slope(pivot, sample, -door);
            steepest = slope(pivot, sample, door);
        }
        held = sample;
    }

    private static double slope(Sample from, Sample to, double shift) {
        return (number(to) + shift - number(from)) / (to.timestampMicros() - from.timestampMicros());
    }

    /** Whether something may have to be written because time goes by. */
    boolean isTimed() {
        return minNanos > 0 || door > 0 && maxNanos != NEVER;
    }

    /** Whether something has waited long enough. */
    boolean isDue(long now) {
        long due = dueNanos();
        return due != NEVER && now - due >= 0;
    }

    /** Writes what has waited long enough. */
    void release(long now, Consumer<Sample> out) {
        if (isDue(now)) {
            writeHeld(now, out);
        }
    }

    /** When {@link #release} has something to do, on the steady clock; {@link #NEVER} when nothing waits for a time. */
    long dueNanos() {
        if (held == null) {
            return NEVER;
        }
        if (door > 0) {
            return maxNanos == NEVER ? NEVER : writtenNanos + maxNanos;
        }
        return writtenNanos + minNanos;
    }

    private void writeHeld(long now, Consumer<Sample> out) {
        Sample waiting = held;
        if (waiting != null) {
            write(waiting, now, out);
        }
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // written by the owner only
    private void write(Sample sample, long now, Consumer<Sample> out) {
        held = null;
        written = sample;
        writtenNanos = now;
        passed++;
        out.accept(sample);
    }

    private static boolean isNumber(Sample sample) {
        return sample.value() instanceof Value.Real || sample.value() instanceof Value.Whole;
    }

    private static double number(Sample sample) {
        return sample.value() instanceof Value.Whole whole
                ? whole.value()
                : sample.value() instanceof Value.Real real ? real.value() : Double.NaN;
    }

    /** Samples that came. */
    long offered() {
        return offered;
    }

    /** Samples that were written. */
    long passed() {
        return passed;
    }
}
