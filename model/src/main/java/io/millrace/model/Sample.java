package io.millrace.model;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Value, quality and timestamp of one tag.
 *
 * <p>Its identity is topic and timestamp, and the id where it carries one.
 *
 * @param topic the tag
 * @param timestampMicros microseconds since 1970-01-01T00:00:00Z
 * @param timestamped false when the sender gave no time and the received time stands in
 * @param value absent only when the quality is not Good: there is nothing to show
 * @param quality how far to trust it
 * @param id the identity of an event, where the sender gave one
 */
public record Sample(
        Topic topic,
        long timestampMicros,
        boolean timestamped,
        @Nullable Value value,
        Quality quality,
        @Nullable String id) {

    public Sample {
        Objects.requireNonNull(topic);
        Objects.requireNonNull(quality);
        if (value == null && quality.isGood()) {
            throw new IllegalArgumentException("a Good sample without a value: " + topic);
        }
    }

    public static Sample of(Topic topic, long timestampMicros, @Nullable Value value, Quality quality) {
        return new Sample(topic, timestampMicros, true, value, quality, null);
    }
}
