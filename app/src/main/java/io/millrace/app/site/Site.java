package io.millrace.app.site;

import io.millrace.app.template.Machines;
import io.millrace.app.yaml.Finding;
import io.millrace.ingest.Connection;
import io.millrace.model.Namespace;
import io.millrace.process.Definition;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A site file that is right.
 *
 * @param source the file, as the person named it
 * @param part everything but connections and processors
 * @param processors in the order of the file
 * @param tagRoutes by topic, where a tag or its connection names a route
 * @param models what may be published under versioned contracts
 * @param machines what templates made; their tags and processors are among the others
 * @param hints what may be a slip and may be meant so
 */
public record Site(
        String source,
        SitePart part,
        List<Connection<?, ?>> connections,
        List<Definition> processors,
        Map<String, Route> tagRoutes,
        ModelFiles models,
        Machines machines,
        List<Finding> hints) {

    public Site {
        Objects.requireNonNull(source);
        Objects.requireNonNull(part);
        connections = List.copyOf(connections);
        processors = List.copyOf(processors);
        tagRoutes = Map.copyOf(tagRoutes);
        Objects.requireNonNull(models);
        Objects.requireNonNull(machines);
        hints = List.copyOf(hints);
    }

    public String name() {
        return part.site();
    }

    public Namespace namespace() {
        return new Namespace(part.namespace().root());
    }
}
