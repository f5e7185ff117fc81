package io.millrace.app.yaml;

import io.millrace.model.Problem;

/**
 * A mistake in a file.
 *
 * @param path of the key, as in {@code connections.kiln-1.tags[2].node}; empty for the whole file
 */
public record Finding(Place place, String path, Problem problem) {

    /**
     * {@code site.yaml:12:5 mqtt.listeners[0].prt: unknown key. Did you mean 'port'?} and, where the place is made for
     * many, who uses it.
     */
    @Override
    public String toString() {
        String at = path.isEmpty() ? place.toString() : place + " " + path;
        Place.Use use = place.use();
        return at + ": " + problem.sentence() + (use == null ? "" : " (Used by " + use + ".)");
    }

    /** The same for everybody who uses the place: the path is that of one of them. */
    Finding regardlessOfUse() {
        return new Finding(new Place(place.file(), place.line(), place.column()), "", problem);
    }

    Finding withOthers(int others) {
        Place.Use use = place.use();
        return use == null || others <= 0
                ? this
                : new Finding(place.usedBy(new Place.Use(use.who(), use.at(), others)), path, problem);
    }
}
