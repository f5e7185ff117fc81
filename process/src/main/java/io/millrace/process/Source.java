package io.millrace.process;

import io.millrace.model.TopicFilter;
import java.util.Objects;

/**
 * One input of a processor.
 *
 * @param role how its options call it
 * @param filter the topics it takes, from the root on; {@code +} and {@code #} as in MQTT
 */
public record Source(String role, String filter) {

    public Source {
        Objects.requireNonNull(role);
        TopicFilter.parse(filter);
    }
}
