package io.millrace.model;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A connection as seen at one moment.
 *
 * @param connector its type: {@code opcua}, {@code modbus}
 * @param endpoint where the device is, without any secret
 * @param since when the state began
 * @param lastError the latest error, kept after recovery
 * @param epoch which life of the connection this is; 0 before the first
 * @param tags how many tags are configured
 * @param badTags how many of them are not Good now
 * @param samples delivered to the log since the hub started
 * @param leftOut by dead-bands, swinging doors and intervals, since the hub started
 */
public record ConnectionStatus(
        String name,
        String connector,
        String endpoint,
        ConnectionState state,
        Instant since,
        @Nullable String lastError,
        @Nullable Instant lastErrorAt,
        long epoch,
        int tags,
        int badTags,
        long samples,
        long leftOut) {

    public ConnectionStatus {
        Objects.requireNonNull(name);
        Objects.requireNonNull(connector);
        Objects.requireNonNull(endpoint);
        Objects.requireNonNull(state);
        Objects.requireNonNull(since);
    }
}
