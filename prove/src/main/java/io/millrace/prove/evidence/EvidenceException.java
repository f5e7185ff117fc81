package io.millrace.prove.evidence;

import org.jspecify.annotations.Nullable;

/** The log or the historian cannot be read. */
public final class EvidenceException extends RuntimeException {

    private static final long serialVersionUID = 1;

    public EvidenceException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
