package io.millrace.process.trial;

import java.util.List;

/** Samples that cannot be read: every mistake with its line, as far as they were looked for. */
public final class SheetException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient List<Mistake> mistakes;

    /**
     * A mistake.
     *
     * @param line from 1 on
     * @param sentence what is wrong, and what to do
     */
    public record Mistake(int line, String sentence) {}

    SheetException(List<Mistake> mistakes) {
        super(mistakes.size() + " mistakes in the samples", null, false, false);
        this.mistakes = List.copyOf(mistakes);
    }

    public List<Mistake> mistakes() {
        return mistakes;
    }
}
