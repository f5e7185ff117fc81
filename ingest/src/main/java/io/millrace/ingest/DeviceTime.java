package io.millrace.ingest;

import io.millrace.connector.Reading;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Which of the times of a reading to believe. Pure. */
final class DeviceTime {

    /** Nothing in a plant is older: a device that says 1601 or 1970 has no clock. 2000-01-01. */
    private static final long EARLIEST_SECONDS = 946_684_800L;

    /** How far a device's clock may run ahead: a day. */
    private static final long AHEAD_SECONDS = 86_400L;

    private DeviceTime() {}

    /**
     * The source time, else the server time, each only where it can be right; {@link ReadingFilter#NO_TIME} when there
     * is none. Microseconds since 1970.
     */
    static long of(Reading reading, long receivedMicros) {
        Instant source = reading.sourceTime();
        if (source != null && !isAbsurd(source, receivedMicros)) {
            return Time.micros(source);
        }
        Instant server = reading.serverTime();
        if (server != null && !isAbsurd(server, receivedMicros)) {
            return Time.micros(server);
        }
        return ReadingFilter.NO_TIME;
    }

    /** The time of a reading that cannot be right, if there is one. */
    static @Nullable Instant absurd(Reading reading, long receivedMicros) {
        Instant source = reading.sourceTime();
        if (source != null && isAbsurd(source, receivedMicros)) {
            return source;
        }
        Instant server = reading.serverTime();
        return server != null && isAbsurd(server, receivedMicros) ? server : null;
    }

    private static boolean isAbsurd(Instant time, long receivedMicros) {
        return isAbsurd(time.getEpochSecond(), receivedMicros);
    }

    /** Whether a time in microseconds since 1970 can be right. */
    static boolean isPlausible(long micros, long nowMicros) {
        return !isAbsurd(Math.floorDiv(micros, 1_000_000L), nowMicros);
    }

    private static boolean isAbsurd(long seconds, long receivedMicros) {
        return seconds < EARLIEST_SECONDS || seconds > receivedMicros / 1_000_000 + AHEAD_SECONDS;
    }
}
