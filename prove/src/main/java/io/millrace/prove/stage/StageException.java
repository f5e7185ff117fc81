package io.millrace.prove.stage;

import org.jspecify.annotations.Nullable;

/** Something that the proof needs cannot be had, or the hub does not come up. The message is for people. */
public class StageException extends RuntimeException {

    private static final long serialVersionUID = 1;

    public StageException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
