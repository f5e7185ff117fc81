package io.millrace.streams;

import io.millrace.model.Headers;
import io.millrace.model.Message;
import io.millrace.model.Namespace;
import io.millrace.model.Payloads;
import io.millrace.model.ProblemException;
import io.millrace.model.Sample;
import io.millrace.model.Topic;
import io.millrace.process.core.Content;
import io.millrace.process.core.Identity;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** Reads what records of the log say, as processors see it. Used by one thread. */
final class Inputs {

    private final Namespace namespace;
    private final Payloads payloads;

    /** Something said, of which it is still open whom it concerns. */
    record Said(Topic topic, Identity identity, long revision, Content content) {}

    Inputs(Namespace namespace, Clock clock) {
        this.namespace = namespace;
        this.payloads = new Payloads(clock);
    }

    /**
     * What a record says; nothing when it is no legal message, which the historian puts into quarantine.
     *
     * @param logMillis when the log took it
     */
    List<Said> read(String key, byte[] payload, org.apache.kafka.common.header.Headers headers, long logMillis) {
        Message message;
        try {
            message = payloads.read(namespace.parse(key), payload, received(headers, logMillis));
        } catch (ProblemException unusable) {
            return List.of();
        }
        long revision = number(headers.lastHeader(Headers.CORRECTION), 0);
        boolean retracted = headers.lastHeader(Headers.RETRACTED) != null;
        List<Said> said = new ArrayList<>(1);
        if (message instanceof Message.Samples samples) {
            for (Sample sample : samples.samples()) {
                Content content =
                        retracted ? Content.RETRACTED : new Content.Measured(sample.value(), sample.quality());
                said.add(said(sample.topic(), sample.timestampMicros(), sample.id(), revision, content));
            }
        } else if (message instanceof Message.Event event) {
            Content content = retracted ? Content.RETRACTED : new Content.Happened(event.json());
            said.add(said(event.topic(), event.timestampMicros(), event.id(), revision, content));
        }
        return said;
    }

    private static Said said(Topic topic, long micros, @Nullable String id, long revision, Content content) {
        return new Said(topic, new Identity(topic.path(), micros, id == null ? "" : id), revision, content);
    }

    private static long received(org.apache.kafka.common.header.Headers headers, long logMillis) {
        return number(headers.lastHeader(Headers.RECEIVED), TimeUnit.MILLISECONDS.toMicros(logMillis));
    }

    private static long number(@Nullable Header header, long otherwise) {
        if (header == null || header.value() == null) {
            return otherwise;
        }
        try {
            return Long.parseLong(new String(header.value(), StandardCharsets.UTF_8));
        } catch (NumberFormatException notOurs) {
            return otherwise;
        }
    }
}
