package io.millrace.process.core;

import io.millrace.model.Namespace;
import io.millrace.model.Topic;
import java.util.Objects;

/**
 * Where an instance of a processor works: a location of the plant.
 *
 * @param location the location path without the root, such as {@code limeworks/liege/packing/line-1}; empty for a
 *     processor whose instances are not places
 */
public record Place(Namespace namespace, String location) {

    public Place {
        Objects.requireNonNull(namespace);
        Objects.requireNonNull(location);
    }

    /**
     * A topic here.
     *
     * @param below what follows the location, such as {@code _historian/pieces/total}
     */
    public Topic topic(String below) {
        return namespace.parse(namespace.root() + "/" + location + "/" + below);
    }
}
