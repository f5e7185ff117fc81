package io.millrace.connector;

import io.millrace.model.Quality;
import io.millrace.model.Value;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a device said of one address.
 *
 * @param value absent only when the quality is not Good
 * @param sourceTime when the value arose in the device; absent where the protocol or the device gives none
 * @param serverTime when the server took note of it; absent likewise
 * @param nativeCode the protocol's own code as text, where there is one: {@code Modbus exception 2 (illegal data
 *     address)}
 */
public record Reading(
        @Nullable Value value,
        Quality quality,
        @Nullable Instant sourceTime,
        @Nullable Instant serverTime,
        @Nullable String nativeCode) {

    public Reading {
        Objects.requireNonNull(quality);
        if (value == null && quality.isGood()) {
            throw new IllegalArgumentException("a Good reading without a value");
        }
    }

    public static Reading good(Value value) {
        return new Reading(value, Quality.GOOD, null, null, null);
    }

    public static Reading bad(Quality quality, String nativeCode) {
        return new Reading(null, quality, null, null, nativeCode);
    }
}
