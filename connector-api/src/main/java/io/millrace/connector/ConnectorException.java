package io.millrace.connector;

/** A device cannot be reached or refuses. The message is a sentence an electrician can act on. */
public final class ConnectorException extends Exception {

    private static final long serialVersionUID = 1L;

    public ConnectorException(String message) {
        super(message);
    }

    public ConnectorException(String message, Throwable cause) {
        super(message, cause);
    }
}
