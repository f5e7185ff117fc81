package io.millrace.bench.stream;

import io.millrace.stage.StageException;

/** A generator began only when it should have counted already: it has sent nothing, and may be started once more. */
public final class LateException extends StageException {

    private static final long serialVersionUID = 1;

    LateException(StageException told) {
        super(String.valueOf(told.getMessage()), told);
    }
}
