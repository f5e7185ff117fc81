package io.millrace.connector;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Something found in a device.
 *
 * @param id names the place to {@link Session#browse}
 * @param name as the device shows it
 * @param address how a tag addresses it; absent where it carries no value
 * @param dataType in the protocol's words; absent likewise
 */
public record BrowseEntry<A extends Record>(
        String id,
        String name,
        boolean hasChildren,
        @Nullable A address,
        @Nullable String dataType) {

    public BrowseEntry {
        Objects.requireNonNull(id);
        Objects.requireNonNull(name);
    }
}
