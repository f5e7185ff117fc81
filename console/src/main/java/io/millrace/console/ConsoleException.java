package io.millrace.console;

/** The console cannot start. The message is a sentence that says why and what to do. */
public final class ConsoleException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** What kept it from starting. */
    public enum Reason {
        /** Another program listens on the port: {@code console.port} names another. */
        PORT_OCCUPIED,
        /** The host is not one of this machine's, or the port needs rights that are missing. */
        ADDRESS_UNUSABLE,
        /** Without users the console binds loopback only. */
        UNPROTECTED,
        /** A part of the program is missing or broken. */
        INTERNAL
    }

    private final Reason reason;

    public ConsoleException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public ConsoleException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
