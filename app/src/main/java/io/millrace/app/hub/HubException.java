package io.millrace.app.hub;

/** The hub cannot start or go on because of its surroundings. The message says what, where and what to do. */
public final class HubException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public HubException(String message) {
        super(message);
    }

    /** A room's own sentence, which needs nothing added. */
    public HubException(Exception cause) {
        super(String.valueOf(cause.getMessage()), cause);
    }

    public HubException(String message, Throwable cause) {
        super(message, cause);
    }
}
