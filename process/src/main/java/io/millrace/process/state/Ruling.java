package io.millrace.process.state;

/**
 * What a person said of a stretch of time.
 *
 * @param open whether it was said without an end: it ends when the machine begins something else
 */
record Ruling(Label label, boolean open) {

    /** This one said over another. A reason alone leaves the state that somebody gave before. */
    Ruling over(Ruling before) {
        return label.state() == null ? new Ruling(before.label().withReason(label.reason()), before.open()) : this;
    }
}
