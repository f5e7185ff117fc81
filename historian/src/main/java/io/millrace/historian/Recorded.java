package io.millrace.historian;

import io.millrace.model.Quality;
import io.millrace.model.Value;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A sample or event as it is stored: after all corrections.
 *
 * @param micros its own time, microseconds since 1970
 * @param id empty for none
 * @param value of a sample; null when it has none
 * @param quality of a sample; null for an event
 * @param payload of an event, as JSON; null for a sample
 */
public record Recorded(
        String topic,
        long micros,
        String id,
        @Nullable Value value,
        @Nullable Quality quality,
        @Nullable String payload)
        implements Comparable<Recorded> {

    public Recorded {
        Objects.requireNonNull(topic);
        Objects.requireNonNull(id);
        if ((quality == null) == (payload == null)) {
            throw new IllegalArgumentException("either a sample or an event");
        }
    }

    /** By time, then topic, then id. */
    @Override
    public int compareTo(Recorded other) {
        int order = Long.compare(micros, other.micros);
        if (order == 0) {
            order = topic.compareTo(other.topic);
        }
        return order == 0 ? id.compareTo(other.id) : order;
    }

    /** What a correction replaced. */
    public record Replaced(
            String topic,
            long micros,
            String id,
            long correction,
            boolean last,
            boolean retracted,
            String processor,
            @Nullable Recorded was) {}

    /** Who has delivered on a topic. */
    public record Delivered(String topic, String source) {}
}
