package io.millrace.connector;

import java.time.Duration;
import java.util.Objects;

/**
 * A tag to be monitored.
 *
 * @param handle names the tag in {@link SessionListener#received}; unique within the session and the same as long as
 *     the tag is monitored
 * @param interval how often the device should look at it
 */
public record Monitored<A extends Record>(int handle, A address, Duration interval) {

    public Monitored {
        Objects.requireNonNull(address);
        Objects.requireNonNull(interval);
    }
}
