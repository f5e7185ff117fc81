package io.millrace.model;

/**
 * Carries a {@link Problem} out of a computation. It has no stack trace: it reports bad input, not a fault of the
 * program, and it is thrown on the hot path for every unusable message.
 */
public final class ProblemException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    public ProblemException(Problem problem) {
        super(problem.sentence(), null, false, false);
        this.problem = problem;
    }

    public Problem problem() {
        return problem;
    }
}
