package io.millrace.process;

import io.millrace.model.Headers;
import io.millrace.model.Message;
import io.millrace.model.Namespace;
import io.millrace.model.Payloads;
import io.millrace.model.ProblemException;
import io.millrace.model.Sample;
import io.millrace.model.Topic;
import io.millrace.process.core.Content;
import io.millrace.process.core.Identity;
import io.millrace.process.core.Input;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads what records of the log say, as processors see it. Used by one thread. */
public final class Inputs {

    private static final int MOST_KNOWN = 200_000;

    private final Namespace namespace;
    private final Payloads payloads;
    /** One and the same for all messages of a topic: they are held for a while. */
    private final Map<String, Topic> topics = new HashMap<>();

    /** Something said, of which it is still open whom it concerns. */
    public record Said(Topic topic, long timestampMicros, String id, long revision, Content content) {

        public Identity identity() {
            return new Identity(topic.path(), timestampMicros, id);
        }

        /** As the input of a processor that it turned out to concern. */
        public Input as(String role) {
            return new Input(role, topic, timestampMicros, id, revision, content);
        }
    }

    public Inputs(Namespace namespace, Clock clock) {
        this.namespace = namespace;
        this.payloads = new Payloads(clock);
    }

    /**
     * What a record says; nothing when it is no legal message, which the historian puts into quarantine.
     *
     * @param headers the text of a header by its name, or null
     * @param logMillis when the log took it
     */
    public List<Said> read(String key, byte[] payload, Function<String, @Nullable String> headers, long logMillis) {
        Message message;
        try {
            message = payloads.read(
                    topic(key),
                    payload,
                    number(headers.apply(Headers.RECEIVED), TimeUnit.MILLISECONDS.toMicros(logMillis)));
        } catch (ProblemException unusable) {
            return List.of();
        }
        long revision = number(headers.apply(Headers.CORRECTION), 0);
        boolean retracted = headers.apply(Headers.RETRACTED) != null;
        List<Said> said = new ArrayList<>(1);
        if (message instanceof Message.Samples samples) {
            for (Sample sample : samples.samples()) {
                Content content = retracted ? Content.RETRACTED : Content.of(sample.value(), sample.quality());
                said.add(said(sample.topic(), sample.timestampMicros(), sample.id(), revision, content));
            }
        } else if (message instanceof Message.Event event) {
            Content content = retracted ? Content.RETRACTED : new Content.Happened(event.json());
            said.add(said(event.topic(), event.timestampMicros(), event.id(), revision, content));
        }
        return said;
    }

    private Topic topic(String key) {
        Topic known = topics.get(key);
        if (known == null) {
            known = namespace.parse(key);
            if (topics.size() >= MOST_KNOWN) {
                topics.clear();
            }
            topics.put(key, known);
        }
        return known;
    }

    private static Said said(Topic topic, long micros, @Nullable String id, long revision, Content content) {
        return new Said(topic, micros, id == null ? "" : id, revision, content);
    }

    private static long number(@Nullable String text, long otherwise) {
        if (text == null) {
            return otherwise;
        }
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException notOurs) {
            return otherwise;
        }
    }
}
