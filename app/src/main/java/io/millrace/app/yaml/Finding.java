package io.millrace.app.yaml;

import io.millrace.model.Problem;

/**
 * A mistake in a file.
 *
 * @param path of the key, as in {@code connections.kiln-1.tags[2].node}; empty for the whole file
 */
public record Finding(Place place, String path, Problem problem) {

    /** {@code site.yaml:12:5 mqtt.listeners[0].prt: unknown key. Did you mean 'port'?} */
    @Override
    public String toString() {
        String at = path.isEmpty() ? place.toString() : place + " " + path;
        return at + ": " + problem.sentence();
    }
}
