package io.millrace.model;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What the payload on a topic turned out to be. */
public sealed interface Message {

    Topic topic();

    /** Whether the sender gave a time; otherwise the received time stands in. */
    boolean timestamped();

    /**
     * Samples of one or more tags.
     *
     * @param topic the topic the payload came on; with the several-keys form the samples' own topics lie below it
     */
    record Samples(Topic topic, List<Sample> samples) implements Message {
        public Samples {
            Objects.requireNonNull(topic);
            samples = List.copyOf(samples);
        }

        /** All have the one time of their payload. */
        @Override
        public boolean timestamped() {
            return !samples.isEmpty() && samples.get(0).timestamped();
        }
    }

    /**
     * A business event ({@code _analytics}), kept as it is.
     *
     * @param timestamped false when the sender gave no time and the received time stands in
     * @param json the payload, which is a JSON object
     */
    record Event(
            Topic topic,
            long timestampMicros,
            boolean timestamped,
            @Nullable String id,
            String json) implements Message {
        public Event {
            Objects.requireNonNull(topic);
            Objects.requireNonNull(json);
        }
    }

    /** A {@code _raw} payload that is no sample: any bytes are welcome there, and the log and MQTT carry them. */
    record Opaque(Topic topic) implements Message {
        public Opaque {
            Objects.requireNonNull(topic);
        }

        /** It says nothing that we can read. */
        @Override
        public boolean timestamped() {
            return false;
        }
    }
}
