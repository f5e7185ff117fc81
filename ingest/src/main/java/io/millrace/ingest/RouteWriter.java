package io.millrace.ingest;

import io.millrace.model.LogRecord;
import io.millrace.model.LogWriter;
import io.millrace.model.Problem;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Writes records to their routes. One that is larger than its route takes is set aside instead: it would be as large the
 * next time, and whoever sends it again and again sends nothing else. Thread-safe.
 */
final class RouteWriter {

    private final LogWriter writer;
    private final Aside aside;

    RouteWriter(LogWriter writer, Aside aside) {
        this.writer = writer;
        this.aside = aside;
    }

    /**
     * Writes a record, on this thread.
     *
     * @param attempts how often it has been judged by now, this time included
     * @param firstSeen microseconds since 1970, as text
     * @return completes when it is durable: empty in its route, or with the reason why it is in the quarantine
     */
    CompletableFuture<Optional<Problem>> write(LogRecord record, int attempts, String firstSeen) {
        CompletableFuture<Void> written = Writes.append(writer, record);
        CompletableFuture<Optional<Problem>> end = new CompletableFuture<>();
        boolean here = written.isDone();
        var unused = written.whenComplete((done, failure) -> {
            if (failure == null) {
                end.complete(Optional.empty());
            } else if (Failures.isTooLarge(failure)) {
                setAside(record, attempts, firstSeen, failure, here, end);
            } else {
                end.completeExceptionally(failure);
            }
        });
        return end;
    }

    private void setAside(
            LogRecord record,
            int attempts,
            String firstSeen,
            Throwable failure,
            boolean here,
            CompletableFuture<Optional<Problem>> end) {
        Problem problem = Problem.of(
                Failures.TOO_LARGE,
                "The message is larger than " + record.log().topicName() + " takes: it has " + record.payload().length
                        + " bytes without its headers.",
                "Raise max.message.bytes of that Kafka topic and replay it, or have the sender split it.");
        Aside.Unusable unusable =
                new Aside.Unusable(record.key(), record.payload(), record.headers(), problem, attempts, firstSeen);
        CompletableFuture<Void> kept;
        if (here) {
            kept = aside.put(unusable);
        } else {
            kept = new CompletableFuture<>();
            aside.later(unusable, failure, kept);
        }
        var unused = kept.whenComplete((done, notKept) -> {
            if (notKept == null) {
                end.complete(Optional.of(problem));
            } else {
                end.completeExceptionally(notKept);
            }
        });
    }
}
