package io.millrace.process;

import io.millrace.model.Problem;

/** Something is wrong with an option: which one, what, and what to do. It has no stack trace; people make mistakes. */
public final class MistakeException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String key;
    private final transient Problem problem;

    /** @param key path of the option below the kind, such as {@code inputs.pressure} */
    public MistakeException(String key, Problem problem) {
        super(key + ": " + problem.sentence(), null, false, false);
        this.key = key;
        this.problem = problem;
    }

    public String key() {
        return key;
    }

    public Problem problem() {
        return problem;
    }
}
