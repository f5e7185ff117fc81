package io.millrace.stage;

import org.jspecify.annotations.Nullable;

/** Something that a run from outside needs cannot be had, or a process does not come up. The message is for people. */
public class StageException extends RuntimeException {

    private static final long serialVersionUID = 1;

    public StageException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
