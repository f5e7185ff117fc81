package io.millrace.ingest;

import io.millrace.model.settings.DefaultsTo;
import io.millrace.model.settings.Described;
import java.time.Duration;
import java.util.Objects;

/** What the framework needs to know of a connection, whatever its protocol. */
@Described("How the hub treats a connection, whatever its protocol.")
public record ConnectionOptions(
        @Described(
                "Polled tags turn bad when their reads have not returned for this long, or for three intervals if that"
                        + " is longer.")
        @DefaultsTo("10s")
        Duration timeout,

        @Described("Pause before the first attempt to connect again; it doubles with each further one.")
        @DefaultsTo("1s")
        Duration reconnectAfter,

        @Described("Longest pause between attempts to connect.") @DefaultsTo("5s")
        Duration reconnectAtMost,

        @Described("How many readings may wait for the log before the device has to wait.") @DefaultsTo("20000")
        int queue) {

    public ConnectionOptions {
        requirePositive(timeout, "timeout");
        requirePositive(reconnectAfter, "reconnect-after");
        requirePositive(reconnectAtMost, "reconnect-at-most");
        if (reconnectAtMost.compareTo(reconnectAfter) < 0) {
            throw new IllegalArgumentException("reconnect-at-most is shorter than reconnect-after");
        }
        if (queue < 1) {
            throw new IllegalArgumentException("queue must be at least 1");
        }
    }

    public static ConnectionOptions defaults() {
        return new ConnectionOptions(Duration.ofSeconds(10), Duration.ofSeconds(1), Duration.ofSeconds(5), 20_000);
    }

    private static void requirePositive(Duration duration, String name) {
        Objects.requireNonNull(duration);
        if (duration.isNegative() || duration.isZero()) {
            throw new IllegalArgumentException(name + " must be positive");
        }
    }
}
