package io.millrace.prove.recount;

/**
 * When it was looked at what the hub holds. Times are microseconds since 1970.
 *
 * @param restedMicros everything had been read and said by then
 * @param readMicros it was read by then
 */
public record Present(long restedMicros, long readMicros) {

    /** What became of a period that ended later than this before everything was read may have been told or not yet. */
    private static final long TELLING_MICROS = 15_000_000;

    /** Whether the total of a period must have been told, as it was over in time. */
    boolean hasBeenTold(long endMicros) {
        return endMicros <= restedMicros - TELLING_MICROS;
    }

    /** Whether it can have been told. */
    boolean canBeTold(long endMicros) {
        return endMicros <= readMicros;
    }
}
