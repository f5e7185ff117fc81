package io.millrace.process;

import java.time.Duration;
import java.util.Objects;

/**
 * A processor as a site has it.
 *
 * @param kind the {@link Kind#name() name} of its kind
 * @param revision tells this configuration of it from others; goes with everything it says
 * @param lateness how long after newer ones an input may come and still be put in its place
 * @param patience how long to wait for inputs before what follows from their absence is said
 * @param unfiltered whether it takes what the filters of tags left out, too
 */
public record Definition(
        String name,
        String kind,
        String revision,
        Setting setting,
        Plan plan,
        Duration lateness,
        Duration patience,
        boolean unfiltered) {

    /** So many inputs are held by each instance at most: what is later than they are old is too late. */
    public static final int MOST_HELD = 2000;

    public Definition {
        Objects.requireNonNull(name);
        Objects.requireNonNull(kind);
        Objects.requireNonNull(revision);
        Objects.requireNonNull(setting);
        Objects.requireNonNull(plan);
        Objects.requireNonNull(lateness);
        Objects.requireNonNull(patience);
    }

    /** One that takes what the filters of tags let pass. */
    public Definition(
            String name,
            String kind,
            String revision,
            Setting setting,
            Plan plan,
            Duration lateness,
            Duration patience) {
        this(name, kind, revision, setting, plan, lateness, patience, false);
    }
}
