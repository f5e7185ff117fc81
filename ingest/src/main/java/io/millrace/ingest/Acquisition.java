package io.millrace.ingest;

import java.time.Duration;
import java.util.Objects;

/** How the values of a tag are had. */
public sealed interface Acquisition {

    /**
     * The hub asks.
     *
     * @param interval from one poll to the next: the scan class; positive
     */
    record Poll(Duration interval) implements Acquisition {
        public Poll {
            requirePositive(interval);
        }
    }

    /**
     * The device tells.
     *
     * @param samplingInterval how often the device should look; positive
     */
    record Subscribe(Duration samplingInterval) implements Acquisition {
        public Subscribe {
            requirePositive(samplingInterval);
        }
    }

    private static void requirePositive(Duration interval) {
        Objects.requireNonNull(interval);
        if (interval.isNegative() || interval.isZero()) {
            throw new IllegalArgumentException("an interval must be positive: " + interval);
        }
    }
}
