package io.millrace.streams;

import java.util.Objects;

/**
 * How the engine under the processors does.
 *
 * @param restored records of state that were read from the log since the start
 * @param toRestore records of state that are still to be read before the work goes on
 * @param sentence what is wrong, or what it is doing
 */
public record EngineStatus(State state, long restored, long toRestore, String sentence) {

    /** What the engine is doing. */
    public enum State {
        /** It looks for the log, or shares out the work with others. */
        STARTING,
        /** It reads back the state of the processors. */
        RESTORING,
        RUNNING,
        /** It has broken down and will start again. */
        FAILED,
        STOPPED
    }

    public EngineStatus {
        Objects.requireNonNull(state);
        Objects.requireNonNull(sentence);
    }
}
