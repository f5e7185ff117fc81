package io.millrace.ingest;

import io.millrace.connector.Reading;
import org.jspecify.annotations.Nullable;

/**
 * A reading on its way to the log.
 *
 * @param receivedMicros microseconds since 1970
 * @param word when the hub speaks in the device's place; absent for what the device said
 */
record Entry<A extends Record>(
        LiveTag<A> tag, Reading reading, long receivedMicros, long epoch, ReadingFilter.@Nullable Word word) {}
