package io.millrace.demo;

/** The lime works cannot start. The message says what is wrong, where, and what to do. */
public final class LimeWorksException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    LimeWorksException(String message, Throwable cause) {
        super(message, cause);
    }
}
