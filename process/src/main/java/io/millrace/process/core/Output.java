package io.millrace.process.core;

import io.millrace.model.Topic;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Something a processor says.
 *
 * @param topic where
 * @param timestampMicros of what time, microseconds since 1970
 * @param id part of its identity where two may have one time on a topic; empty otherwise
 * @param content what
 * @param corrects whether the rule itself knows that it says something else of an identity than before, as when a
 *     person changes the past; what follows from late inputs is found by {@link Horizon}
 * @param from what it was made of, the most telling first and few; empty when it is the input that was just applied
 * @param why there is no value, in words for people; absent where there is one, or nothing more to say than the quality does
 */
public record Output(
        Topic topic,
        long timestampMicros,
        String id,
        Content content,
        boolean corrects,
        List<Identity> from,
        @Nullable String why) {

    public Output {
        Objects.requireNonNull(topic);
        Objects.requireNonNull(id);
        Objects.requireNonNull(content);
        from = List.copyOf(from);
    }

    /** Without words. */
    public Output(
            Topic topic, long timestampMicros, String id, Content content, boolean corrects, List<Identity> from) {
        this(topic, timestampMicros, id, content, corrects, from, null);
    }

    public static Output of(Topic topic, long timestampMicros, Content content) {
        return new Output(topic, timestampMicros, "", content, false, List.of());
    }

    public Identity identity() {
        return new Identity(topic.path(), timestampMicros, id);
    }

    /** Whether it says the same of the same: what it was made of does not matter, nor the words for having no value. */
    boolean saysTheSameAs(Output other) {
        return content.equals(other.content);
    }
}
