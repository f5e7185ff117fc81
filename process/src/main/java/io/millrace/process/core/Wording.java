package io.millrace.process.core;

import io.millrace.model.Payloads;
import io.millrace.model.Quality;
import io.millrace.model.Sample;
import io.millrace.model.Topic;
import io.millrace.model.Value;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** The payload of what a processor says. Pure. */
public final class Wording {

    private Wording() {}

    /** As it goes into the log. What is taken back keeps its time and id, and says nothing else. */
    public static byte[] payload(Topic topic, Identity identity, Content content) {
        if (content instanceof Content.Happened happened) {
            return happened.json().getBytes(StandardCharsets.UTF_8);
        }
        if (content instanceof Content.Measured measured) {
            return sample(topic, identity, measured);
        }
        if (topic.contract().equals(Payloads.ANALYTICS)) {
            return EventFields.write(identity.timestampMicros(), identity.id(), Map.of("retracted", Value.of(true)))
                    .json()
                    .getBytes(StandardCharsets.UTF_8);
        }
        return sample(topic, identity, new Content.Measured(null, Quality.BAD_NO_DATA));
    }

    private static byte[] sample(Topic topic, Identity identity, Content.Measured measured) {
        String id = identity.id().isEmpty() ? null : identity.id();
        return Payloads.write(
                new Sample(topic, identity.timestampMicros(), true, measured.value(), measured.quality(), id));
    }
}
