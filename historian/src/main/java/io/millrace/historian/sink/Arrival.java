package io.millrace.historian.sink;

import io.millrace.model.Headers;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The sequence number of a record.
 *
 * @param origin the connection that made it
 * @param epoch which life of the connection
 * @param number from 1 in each of them
 */
record Arrival(String origin, long epoch, long number) {

    /** Numbers beyond it are no count of anything; sums of them stay far from what PostgreSQL can hold. */
    private static final long MAX_SEQUENCE = 1L << 45;

    /** Absent where a record has none, or someone else's headers of that name. */
    static @Nullable Arrival of(Map<String, String> headers) {
        String sequence = headers.get(Headers.SEQUENCE);
        if (sequence == null) {
            return null;
        }
        String origin = headers.get(Headers.ORIGIN);
        String epoch = headers.get(Headers.EPOCH);
        if (origin == null || epoch == null) {
            return null;
        }
        try {
            long number = Long.parseLong(sequence);
            return number < 1 || number > MAX_SEQUENCE ? null : new Arrival(origin, Long.parseLong(epoch), number);
        } catch (NumberFormatException notOurs) {
            return null;
        }
    }
}
