package io.millrace.ingest;

import io.millrace.connector.Connector;
import java.util.List;
import java.util.Objects;

/**
 * A configured link to one device or system.
 *
 * @param name unique in the hub; names its thread, its metrics and the source of its samples
 */
public record Connection<S extends Record, A extends Record>(
        String name, Connector<S, A> connector, S settings, List<Tag<A>> tags, ConnectionOptions options) {

    public Connection {
        Objects.requireNonNull(name);
        Objects.requireNonNull(connector);
        Objects.requireNonNull(settings);
        Objects.requireNonNull(options);
        tags = List.copyOf(tags);
    }

    /** Settings may hold secrets, so they are not part of this. */
    @Override
    public String toString() {
        return name + " (" + connector.type() + ", " + tags.size() + " tags)";
    }
}
