package io.millrace.historian.sink;

import io.millrace.model.Headers;
import io.millrace.model.Message;
import io.millrace.model.Namespace;
import io.millrace.model.Payloads;
import io.millrace.model.Problem;
import io.millrace.model.ProblemException;
import io.millrace.model.Sample;
import io.millrace.model.StoredRecord;
import io.millrace.model.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads a record by the rules of the namespace, the same by which ingest let it in; a record that some other Kafka
 * client wrote is judged here for the first time. Not thread-safe.
 */
final class RecordDecoder {

    private static final int MAX_TOPICS = 200_000;
    /** As for times in payloads: 2000-01-01, and a day ahead. */
    private static final long EARLIEST_MICROS = 946_684_800_000_000L;

    private static final long AHEAD_MICROS = 86_400_000_000L;

    private final Namespace namespace;
    private final Payloads payloads;
    private final Clock clock;
    private final Map<String, Topic> topics = new HashMap<>();

    RecordDecoder(Namespace namespace, Clock clock) {
        this.namespace = namespace;
        this.payloads = new Payloads(clock);
        this.clock = clock;
    }

    /** @param receivedMicros when the record was received, as far as anyone knows; microseconds since 1970 */
    record Decoded(Message message, long receivedMicros) {}

    /** @throws ProblemException when the record cannot be used */
    Decoded decode(StoredRecord stored) {
        Topic topic = topic(stored.record().key());
        Long received = received(stored);
        Message message = payloads.read(topic, stored.record().payload(), received == null ? 0 : received);
        if (received == null && isUntimed(message)) {
            throw Problem.of(
                            "timestamp-out-of-range",
                            "The payload has no time, and neither the log's time nor the header " + Headers.RECEIVED
                                    + " lies between the year 2000 and tomorrow.",
                            "Set the clock of whoever wrote the record, or give the payload a timestamp_ms.")
                    .asException();
        }
        if (message instanceof Message.Samples samples) {
            samples.samples().forEach(RecordDecoder::checkLength);
        }
        return new Decoded(message, received == null ? nowMicros() : received);
    }

    /** When a record was received, as far as anyone knows. */
    long receivedMicros(StoredRecord stored) {
        Long received = received(stored);
        return received == null ? nowMicros() : received;
    }

    /** The topic by which the ledger counts a record that may be anything: empty when it has no legal one. */
    String countedTopic(String key) {
        try {
            return topic(key).path();
        } catch (ProblemException illegal) {
            return "";
        }
    }

    /** A time from a header, or what stands in for one that is absent or cannot be. */
    long plausibleMicros(@Nullable String header, long otherwise) {
        if (header != null) {
            try {
                long micros = Long.parseLong(header.trim());
                if (isPlausible(micros)) {
                    return micros;
                }
            } catch (NumberFormatException notOurs) {
                // Someone else's header of that name.
            }
        }
        return otherwise;
    }

    private long nowMicros() {
        return clock.millis() * 1000;
    }

    private Topic topic(String key) {
        Topic known = topics.get(key);
        if (known != null) {
            return known;
        }
        Topic topic = namespace.parse(key);
        if (topics.size() >= MAX_TOPICS) {
            topics.clear();
        }
        topics.put(key, topic);
        return topic;
    }

    private @Nullable Long received(StoredRecord stored) {
        long header = plausibleMicros(stored.record().headers().get(Headers.RECEIVED), 0);
        if (header != 0) {
            return header;
        }
        long millis = stored.timestampMillis();
        return Math.abs(millis) < Long.MAX_VALUE / 1000 && isPlausible(millis * 1000)
                ? Long.valueOf(millis * 1000)
                : null;
    }

    private boolean isPlausible(long micros) {
        return micros >= EARLIEST_MICROS && micros <= clock.millis() * 1000 + AHEAD_MICROS;
    }

    private static boolean isUntimed(Message message) {
        return message instanceof Message.Samples samples
                        && !samples.samples().get(0).timestamped()
                || message instanceof Message.Event event && !event.timestamped();
    }

    /** The several-keys form makes topics of its own; they end up in an index, which takes no key of any length. */
    private static void checkLength(Sample sample) {
        String path = sample.topic().path();
        if (path.length() * 3 > Namespace.MAX_BYTES
                && path.getBytes(StandardCharsets.UTF_8).length > Namespace.MAX_BYTES) {
            throw Problem.of(
                            "topic-illegal",
                            "The tag '" + path.substring(0, 100) + "...' has a topic longer than " + Namespace.MAX_BYTES
                                    + " bytes.",
                            "Nest its groups less deeply.")
                    .asException();
        }
    }
}
