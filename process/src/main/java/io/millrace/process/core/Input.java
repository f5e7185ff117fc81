package io.millrace.process.core;

import io.millrace.model.Topic;
import io.millrace.model.Value;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One sample or event on its way into a processor.
 *
 * @param role which of the processor's inputs it is, as its options name them
 * @param topic where it was published
 * @param timestampMicros of what time, microseconds since 1970
 * @param id part of its identity where the sender gave one; empty otherwise
 * @param revision 0 as first told; a later correction of the same identity has a greater number
 * @param content what it says
 */
public record Input(String role, Topic topic, long timestampMicros, String id, long revision, Content content) {

    public Input {
        Objects.requireNonNull(role);
        Objects.requireNonNull(topic);
        Objects.requireNonNull(id);
        Objects.requireNonNull(content);
    }

    /** A sample or event as first told. */
    public static Input of(String role, Topic topic, long timestampMicros, Content content) {
        return new Input(role, topic, timestampMicros, "", 0, content);
    }

    /** By which it is known. Not kept: very many inputs are held, and few are asked for it. */
    public Identity identity() {
        return new Identity(topic.path(), timestampMicros, id);
    }

    /** Where it stands beside another, as their identities do: negative before, 0 for one and the same, positive after. */
    int order(Input other) {
        int order = Long.compare(timestampMicros, other.timestampMicros);
        if (order == 0) {
            order = topic.path().compareTo(other.topic.path());
        }
        return order == 0 ? id.compareTo(other.id) : order;
    }

    /** The value of a sample that can be trusted: Good, or Uncertain with a value. Null for everything else. */
    public @Nullable Value usable() {
        return content instanceof Content.Measured measured
                        && !measured.quality().isBad()
                ? measured.value()
                : null;
    }
}
