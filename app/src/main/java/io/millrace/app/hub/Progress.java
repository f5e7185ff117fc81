package io.millrace.app.hub;

/** Hears what the hub is doing while it starts and stops. Called from several threads. */
@FunctionalInterface
public interface Progress {

    /**
     * Takes one step.
     *
     * @param sentence as people read it: {@code log: ready after 2.1 s}
     */
    void step(String sentence);
}
