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
 * @param identity by which it is known; its topic is the path of {@code topic}
 * @param revision 0 as first told; a later correction of the same identity has a greater number
 * @param content what it says
 */
public record Input(String role, Topic topic, Identity identity, long revision, Content content) {

    public Input {
        Objects.requireNonNull(role);
        Objects.requireNonNull(topic);
        Objects.requireNonNull(identity);
        Objects.requireNonNull(content);
    }

    /** A sample or event as first told. */
    public static Input of(String role, Topic topic, long timestampMicros, Content content) {
        return new Input(role, topic, new Identity(topic.path(), timestampMicros, ""), 0, content);
    }

    public long timestampMicros() {
        return identity.timestampMicros();
    }

    /** The value of a sample that can be trusted: Good, or Uncertain with a value. Null for everything else. */
    public @Nullable Value usable() {
        return content instanceof Content.Measured measured
                        && !measured.quality().isBad()
                ? measured.value()
                : null;
    }
}
