package io.millrace.historian.sink;

import io.millrace.model.Headers;
import io.millrace.model.Message;
import io.millrace.model.Namespace;
import io.millrace.model.Payloads;
import io.millrace.model.Problem;
import io.millrace.model.ProblemException;
import io.millrace.model.Sample;
import io.millrace.model.StoredRecord;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads a record by the rules of the namespace, the same by which ingest let it in; a record that some other Kafka
 * client wrote is judged here for the first time. Not thread-safe.
 */
final class RecordDecoder {

    /** As for times in payloads: 2000-01-01, and a day ahead. */
    private static final long EARLIEST_MICROS = 946_684_800_000_000L;

    private static final long AHEAD_MICROS = 86_400_000_000L;
    /** No time that can be. */
    private static final long UNKNOWN = 0;

    private final KnownTopics topics;
    private final Sources sources;
    private final Payloads payloads;
    private final Clock clock;

    RecordDecoder(KnownTopics topics, Sources sources, Clock clock) {
        this.topics = topics;
        this.sources = sources;
        this.payloads = new Payloads(clock);
        this.clock = clock;
    }

    /**
     * @param first the number of its first item
     * @param again whether it was stored before
     * @throws ProblemException when the record cannot be used
     */
    Entry decode(StoredRecord stored, int first, boolean again) {
        KnownTopic topic = topics.get(stored.record().key());
        Map<String, String> headers = stored.record().headers();
        long received = received(stored);
        Message message = payloads.read(topic.topic(), stored.record().payload(), received);
        if (received == UNKNOWN && isUntimed(message)) {
            throw Problem.of(
                            "timestamp-out-of-range",
                            "The payload has no time, and neither the log's time nor the header " + Headers.RECEIVED
                                    + " lies between the year 2000 and tomorrow.",
                            "Set the clock of whoever wrote the record, or give the payload a timestamp_ms.")
                    .asException();
        }
        List<Sample> samples = message instanceof Message.Samples several ? several.samples() : List.of();
        Message.Event event = message instanceof Message.Event one ? one : null;
        String source = sources.name(Headers.source(headers::get));
        return new Entry(
                stored,
                topic,
                samples,
                tags(topic, samples),
                event,
                source,
                // One that was in quarantine has arrived there, and its session may be forgotten by now.
                headers.containsKey(Headers.ATTEMPTS) ? null : Arrival.of(headers),
                Correction.of(headers, source),
                received == UNKNOWN ? nowMicros() : received,
                event != null
                        ? event.timestampMicros()
                        : samples.isEmpty() ? 0 : samples.get(0).timestampMicros(),
                first,
                again);
    }

    private List<KnownTopic> tags(KnownTopic topic, List<Sample> samples) {
        if (samples.isEmpty() || samples.size() == 1 && samples.get(0).topic() == topic.topic()) {
            return List.of();
        }
        KnownTopic[] tags = new KnownTopic[samples.size()];
        for (int i = 0; i < tags.length; i++) {
            Sample sample = samples.get(i);
            if (sample.topic() == topic.topic()) {
                tags[i] = topic;
            } else {
                checkLength(sample);
                tags[i] = topics.get(sample.topic());
            }
        }
        return List.of(tags);
    }

    /** When a record was received, as far as anyone knows. */
    long receivedMicros(StoredRecord stored) {
        long received = received(stored);
        return received == UNKNOWN ? nowMicros() : received;
    }

    /** The topic by which the ledger counts a record that may be anything: empty when it has no legal one. */
    String countedTopic(String key) {
        try {
            return topics.get(key).path();
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

    private long received(StoredRecord stored) {
        long header = plausibleMicros(stored.record().headers().get(Headers.RECEIVED), UNKNOWN);
        if (header != UNKNOWN) {
            return header;
        }
        long millis = stored.timestampMillis();
        return Math.abs(millis) < Long.MAX_VALUE / 1000 && isPlausible(millis * 1000) ? millis * 1000 : UNKNOWN;
    }

    private boolean isPlausible(long micros) {
        return micros >= EARLIEST_MICROS && micros <= nowMicros() + AHEAD_MICROS;
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
