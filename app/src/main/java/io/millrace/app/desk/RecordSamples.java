package io.millrace.app.desk;

import io.millrace.model.Headers;
import io.millrace.model.Message;
import io.millrace.model.Namespace;
import io.millrace.model.Payloads;
import io.millrace.model.PlantClock;
import io.millrace.model.ProblemException;
import io.millrace.model.StoredRecord;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which samples a record of the log carries. Thread-safe. */
final class RecordSamples {

    private final Namespace namespace;
    private final Payloads payloads;

    RecordSamples(Namespace namespace, Payloads payloads) {
        this.namespace = namespace;
        this.payloads = payloads;
    }

    /** The keys under which a sample of a topic may be in the log: its own, and those above it down to its contract. */
    List<String> keys(String topic) {
        List<String> keys = new ArrayList<>();
        String key = topic;
        while (isTopic(key)) {
            keys.add(key);
            key = key.substring(0, Math.max(0, key.lastIndexOf('/')));
        }
        return keys;
    }

    private boolean isTopic(String path) {
        try {
            return !namespace.parse(path).path().isEmpty();
        } catch (ProblemException aboveTheContract) {
            return false;
        }
    }

    boolean holds(StoredRecord record, String topic, Instant time, @Nullable String id) {
        long micros = PlantClock.micros(time);
        return message(record)
                .map(message -> message instanceof Message.Samples samples
                        && samples.samples().stream()
                                .anyMatch(sample -> sample.timestampMicros() == micros
                                        && sample.topic().path().equals(topic)
                                        && Objects.equals(sample.id(), id)))
                .orElse(false);
    }

    /** The time of what a record says of a topic; the log's own where it does not say. */
    Instant time(StoredRecord record, String topic) {
        return message(record)
                .flatMap(message -> {
                    if (message instanceof Message.Event event) {
                        return Optional.of(event.timestampMicros());
                    }
                    return message instanceof Message.Samples samples
                            ? samples.samples().stream()
                                    .filter(sample -> sample.topic().path().equals(topic))
                                    .map(sample -> sample.timestampMicros())
                                    .findFirst()
                            : Optional.<Long>empty();
                })
                .map(micros -> Instant.EPOCH.plus(micros, ChronoUnit.MICROS))
                .orElseGet(() -> Instant.ofEpochMilli(record.timestampMillis()));
    }

    private Optional<Message> message(StoredRecord record) {
        try {
            long received = Long.parseLong(record.record()
                    .headers()
                    .getOrDefault(Headers.RECEIVED, Long.toString(record.timestampMillis() * 1000)));
            return Optional.of(payloads.read(
                    namespace.parse(record.record().key()), record.record().payload(), received));
        } catch (ProblemException | NumberFormatException unusable) {
            return Optional.empty();
        }
    }
}
