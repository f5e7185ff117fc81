package io.millrace.console.live;

import io.millrace.model.Quality;
import java.util.Locale;

/** How much a tag needs attention, from least to most. */
public enum Severity {
    GOOD,
    /** Configured, and nothing has arrived yet. */
    WAITING,
    UNCERTAIN,
    BAD;

    public static Severity of(Quality quality) {
        return quality.isGood() ? GOOD : quality.isBad() ? BAD : UNCERTAIN;
    }

    /** The word in the API and the console. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
