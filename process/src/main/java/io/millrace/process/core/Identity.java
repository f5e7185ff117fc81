package io.millrace.process.core;

import java.util.Objects;

/**
 * What makes a sample or an event the one it is: its topic, its time, and the id where it has one. Two inputs with one
 * identity are the same input, told twice or corrected. Sorted by time, then topic, then id: the order in which a
 * processor sees its inputs, wherever they come from and whenever they arrive.
 *
 * @param topic the whole path
 * @param timestampMicros microseconds since 1970
 * @param id empty where the sender gave none
 */
public record Identity(String topic, long timestampMicros, String id) implements Comparable<Identity> {

    public Identity {
        Objects.requireNonNull(topic);
        Objects.requireNonNull(id);
    }

    @Override
    public int compareTo(Identity other) {
        int order = Long.compare(timestampMicros, other.timestampMicros);
        if (order == 0) {
            order = topic.compareTo(other.topic);
        }
        return order == 0 ? id.compareTo(other.id) : order;
    }
}
