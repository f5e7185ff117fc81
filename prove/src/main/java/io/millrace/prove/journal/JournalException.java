package io.millrace.prove.journal;

import org.jspecify.annotations.Nullable;

/** A journal cannot be written or read: nothing can be proved. */
public final class JournalException extends RuntimeException {

    private static final long serialVersionUID = 1;

    public JournalException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
