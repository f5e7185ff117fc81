package io.millrace.broker;

import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** The broker could not start. The message is a sentence for whoever operates the hub. */
public final class BrokerException extends Exception {

    private static final long serialVersionUID = 1L;
    private static final int NO_LISTENER = -1;

    private final int listener;

    BrokerException(String sentence) {
        this(sentence, NO_LISTENER, null);
    }

    BrokerException(String sentence, @Nullable Throwable cause) {
        this(sentence, NO_LISTENER, cause);
    }

    BrokerException(String sentence, int listener, @Nullable Throwable cause) {
        super(sentence, cause);
        this.listener = listener;
    }

    /** Index of the listener at fault in {@link BrokerSettings#listeners()}; empty when it was no listener. */
    public OptionalInt listener() {
        return listener == NO_LISTENER ? OptionalInt.empty() : OptionalInt.of(listener);
    }
}
