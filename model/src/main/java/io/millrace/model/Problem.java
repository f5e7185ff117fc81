package io.millrace.model;

import java.util.Objects;

/**
 * Something a person or a device did that cannot be accepted: what is wrong and what to do about it.
 *
 * @param code stable, machine-readable, kebab-case: {@code payload-unparsable}, {@code topic-illegal}
 * @param message one sentence that names the offending thing
 * @param remedy what to do, as an imperative sentence; empty when the message says it all
 */
public record Problem(String code, String message, String remedy) {

    public Problem {
        Objects.requireNonNull(code);
        Objects.requireNonNull(message);
        Objects.requireNonNull(remedy);
    }

    public static Problem of(String code, String message, String remedy) {
        return new Problem(code, message, remedy);
    }

    public static Problem of(String code, String message) {
        return new Problem(code, message, "");
    }

    /** This problem as an exception, for code that cannot go on. */
    public ProblemException asException() {
        return new ProblemException(this);
    }

    /** Message and remedy in one line. */
    public String sentence() {
        return remedy.isEmpty() ? message : message + " " + remedy;
    }
}
