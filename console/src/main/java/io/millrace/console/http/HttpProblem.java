package io.millrace.console.http;

import io.millrace.model.Problem;

/** Ends a request with a problem. */
final class HttpProblem extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final transient Problem problem;

    HttpProblem(int status, Problem problem) {
        super(problem.sentence(), null, false, false);
        this.status = status;
        this.problem = problem;
    }

    int status() {
        return status;
    }

    Problem problem() {
        return problem;
    }

    /** The status that goes with a problem of another part of the hub. */
    static int status(Problem problem) {
        return switch (problem.code()) {
            case "quarantine-unknown", "trace-nothing-found", "alarm-unknown", "order-unknown", "place-unknown" -> 404;
            case "quarantine-resolved" -> 409;
            case "log-unavailable", "disk-full", "hub-stopping" -> 503;
            default -> 400;
        };
    }

    static HttpProblem badQuery(String message, String remedy) {
        return new HttpProblem(400, Problem.of("query-invalid", message, remedy));
    }
}
