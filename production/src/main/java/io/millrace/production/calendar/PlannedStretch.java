package io.millrace.production.calendar;

import io.millrace.production.Span;

/** What is planned for a stretch of time. */
public record PlannedStretch(Span span, Plan plan) {

    /** What a plan may say of a moment. */
    public enum Plan {
        /** No shift. */
        NOTHING,
        /** A pause within a shift. */
        BREAK,
        PRODUCTION
    }
}
