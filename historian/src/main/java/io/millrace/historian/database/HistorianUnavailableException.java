package io.millrace.historian.database;

/** The database cannot be reached or does not answer in time. The message says where it is and what was tried. */
public final class HistorianUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public HistorianUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
