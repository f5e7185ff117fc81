package io.millrace.app.site;

import io.millrace.ingest.Connection;
import io.millrace.model.Namespace;
import java.util.List;
import java.util.Objects;

/**
 * A site file that is right.
 *
 * @param source the file, as the person named it
 * @param part everything but the connections
 */
public record Site(String source, SitePart part, List<Connection<?, ?>> connections) {

    public Site {
        Objects.requireNonNull(source);
        Objects.requireNonNull(part);
        connections = List.copyOf(connections);
    }

    public String name() {
        return part.site();
    }

    public Namespace namespace() {
        return new Namespace(part.namespace().root());
    }
}
