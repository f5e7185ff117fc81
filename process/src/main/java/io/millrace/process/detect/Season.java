package io.millrace.process.detect;

import java.time.Instant;
import java.time.ZoneId;
import java.time.zone.ZoneRules;

/**
 * A time that comes again, in steps, on the clock of the plant: ten past six is ten past six in summer and in winter.
 *
 * @param lengthMicros a multiple of {@code stepMicros}
 */
record Season(long lengthMicros, long stepMicros, ZoneRules rules) {

    private static final long SECOND = 1_000_000;

    static Season of(long lengthMicros, long stepMicros, ZoneId zone) {
        return new Season(lengthMicros, stepMicros, zone.getRules());
    }

    int slots() {
        return (int) (lengthMicros / stepMicros);
    }

    /** The number of the step a time lies in, counted from 1970 on. */
    long step(long micros) {
        return Math.floorDiv(micros, stepMicros);
    }

    /** Which part of the season a step is, from 0 on. */
    int slot(long step) {
        long start = step * stepMicros;
        long offset = rules.getOffset(Instant.ofEpochSecond(Math.floorDiv(start, SECOND)))
                        .getTotalSeconds()
                * SECOND;
        return (int) (Math.floorMod(start + offset, lengthMicros) / stepMicros);
    }
}
