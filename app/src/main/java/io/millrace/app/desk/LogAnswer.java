package io.millrace.app.desk;

import io.millrace.model.Problem;
import io.millrace.model.ProblemException;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits until the log has taken what a person did. No state. */
final class LogAnswer {

    /** Beyond the log's own patience. */
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private LogAnswer() {}

    /**
     * @param remedy what to do when the log did not take it
     * @throws ProblemException {@code log-unavailable}, or what was found wrong on the way
     */
    static <T> T await(CompletionStage<T> stage, String remedy) {
        try {
            return stage.toCompletableFuture().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof ProblemException known ? known : unavailable(failed, remedy);
        } catch (TimeoutException late) {
            throw unavailable(late, remedy);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw unavailable(interrupted, remedy);
        }
    }

    /** As {@link #await}, of all of them. */
    static void awaitAll(Collection<CompletionStage<Void>> stages, String remedy) {
        await(
                CompletableFuture.allOf(stages.stream()
                        .map(CompletionStage::toCompletableFuture)
                        .toArray(CompletableFuture<?>[]::new)),
                remedy);
    }

    private static ProblemException unavailable(Exception cause, String remedy) {
        return Problem.of("log-unavailable", "The log did not take it (" + cause.getMessage() + ").", remedy)
                .asException();
    }
}
