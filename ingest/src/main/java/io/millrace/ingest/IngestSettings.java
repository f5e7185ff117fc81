package io.millrace.ingest;

import io.millrace.model.Namespace;
import io.millrace.model.Topic;
import io.millrace.model.TopicFilter;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * What the gate needs to know of the hub.
 *
 * @param origin site and hub, {@code site/hub}; the connection is added to it in the records
 * @param folder where connectors may keep files, each type in a folder of its own below
 * @param unfiltered tags of which processors get what filters leave out, too
 */
public record IngestSettings(
        Namespace namespace,
        String origin,
        Path folder,
        Routes routes,
        ModelSettings models,
        List<TopicFilter> unfiltered,
        IngestLimits limits) {

    public IngestSettings {
        Objects.requireNonNull(namespace);
        Objects.requireNonNull(origin);
        Objects.requireNonNull(folder);
        Objects.requireNonNull(routes);
        Objects.requireNonNull(models);
        unfiltered = List.copyOf(unfiltered);
        Objects.requireNonNull(limits);
    }

    boolean isUnfiltered(Topic tag) {
        return unfiltered.stream().anyMatch(filter -> filter.matches(tag.path()));
    }

    /** With the default routes and limits, without models. */
    public static IngestSettings of(Namespace namespace, String origin, Path folder) {
        return new IngestSettings(
                namespace, origin, folder, Routes.defaults(), ModelSettings.NONE, List.of(), IngestLimits.defaults());
    }
}
