package io.millrace.streams;

import io.millrace.model.Namespace;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;

/**
 * Where processors run.
 *
 * @param bootstrap where the log is
 * @param client settings that every client of this log needs, such as for signing in
 * @param application processes of one name share the work; letters, digits, {@code .}, {@code _}, {@code -}
 * @param instance who this process is among them; when it comes back it has its share again at once
 * @param folder for state that need not be read from the log again after an orderly stop; only copies
 * @param standbys how many other processes keep a copy of each state, to take over without reading it first
 * @param threads how many partitions are worked on at the same time
 * @param origin site and hub, as records tell who made them
 */
public record StreamsSettings(
        String bootstrap,
        Map<String, String> client,
        String application,
        String instance,
        Path folder,
        int standbys,
        int threads,
        String origin,
        Namespace namespace) {

    public StreamsSettings {
        Objects.requireNonNull(bootstrap);
        client = Map.copyOf(client);
        Objects.requireNonNull(application);
        Objects.requireNonNull(instance);
        Objects.requireNonNull(folder);
        Objects.requireNonNull(origin);
        Objects.requireNonNull(namespace);
    }

    /** The topic through which records reach the home of the instance they concern. */
    String homewards() {
        return application + "-homewards";
    }
}
