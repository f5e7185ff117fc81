package io.millrace.connector;

import java.util.Objects;

/**
 * How a write ended. Only {@link Status#NOT_SENT} may be tried again without a person looking: of {@link
 * Status#UNKNOWN} nobody knows whether the device obeyed.
 *
 * @param detail the device's or the network's words; empty when all is well
 */
public record WriteOutcome(Status status, String detail) {

    public enum Status {
        OK,
        REJECTED,
        NOT_SENT,
        UNKNOWN
    }

    public WriteOutcome {
        Objects.requireNonNull(status);
        Objects.requireNonNull(detail);
    }

    public static WriteOutcome ok() {
        return new WriteOutcome(Status.OK, "");
    }

    public static WriteOutcome rejected(String detail) {
        return new WriteOutcome(Status.REJECTED, detail);
    }

    public static WriteOutcome notSent(String detail) {
        return new WriteOutcome(Status.NOT_SENT, detail);
    }

    public static WriteOutcome unknown(String detail) {
        return new WriteOutcome(Status.UNKNOWN, detail);
    }
}
