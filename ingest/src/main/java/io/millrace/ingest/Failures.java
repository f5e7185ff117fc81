package io.millrace.ingest;

import io.millrace.model.ProblemException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** Reads failures as people would. Pure. */
final class Failures {

    private static final int DEEPEST = 8;

    /** How the log says that a record is larger than its topic takes: the code of a problem. */
    static final String TOO_LARGE = "record-too-large";

    private Failures() {}

    /** What went wrong, in the words of the failure itself. */
    static String sentence(Throwable failure) {
        Throwable cause = unwrap(failure);
        String message = cause.getMessage();
        return message == null || message.isBlank() ? cause.getClass().getSimpleName() : message;
    }

    /**
     * Whether it was a time-out, in the failure or in what caused it. Every library has a class of its own for that; what
     * they share is the word in its name.
     */
    static boolean isTimeout(Throwable failure) {
        @Nullable Throwable cause = failure;
        for (int depth = 0; cause != null && depth < DEEPEST; depth++) {
            if (cause.getClass().getSimpleName().contains("Timeout")) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }

    /**
     * Whether the log refused a record for its size, so that it will refuse it again: the failure is a {@link
     * ProblemException} with that code, or was caused by one.
     */
    static boolean isTooLarge(Throwable failure) {
        @Nullable Throwable cause = failure;
        for (int depth = 0; cause != null && depth < DEEPEST; depth++) {
            if (cause instanceof ProblemException known
                    && known.problem().code().equals(TOO_LARGE)) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }

    private static Throwable unwrap(Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; depth < DEEPEST; depth++) {
            Throwable inner = cause.getCause();
            boolean wrapper = cause instanceof CompletionException || cause instanceof ExecutionException;
            if (!wrapper || inner == null) {
                return cause;
            }
            cause = inner;
        }
        return cause;
    }
}
