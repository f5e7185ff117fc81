package io.millrace.prove;

import io.millrace.prove.stage.Struck;

/** Hears of a running proof, on the thread that runs it; must not block. */
public interface ProveListener {

    /** Several times a second while strikes go on, and at each new phase. */
    default void progress(Progress progress) {}

    /** After each strike. */
    default void struck(Struck struck) {}

    /** Something people should know: {@code not done: ...}. */
    default void note(String sentence) {}
}
