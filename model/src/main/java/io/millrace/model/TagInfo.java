package io.millrace.model;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the site file says of a tag.
 *
 * @param connection name of the connection that delivers it
 * @param address where it lives in the device, in the connector's own words
 * @param unit of the value, as people write it: {@code degC}, {@code kWh}
 */
public record TagInfo(
        Topic topic,
        String connection,
        String address,
        @Nullable String unit,
        @Nullable String description) {

    public TagInfo {
        Objects.requireNonNull(topic);
        Objects.requireNonNull(connection);
        Objects.requireNonNull(address);
    }
}
