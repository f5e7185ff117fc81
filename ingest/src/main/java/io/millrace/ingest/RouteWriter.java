package io.millrace.ingest;

import io.millrace.model.Headers;
import io.millrace.model.LogRecord;
import io.millrace.model.LogWriter;
import io.millrace.model.Problem;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

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

    /** A record on its way, which hears how that ends: once, on this thread or on the log's, which must not be kept. */
    interface Way {

        LogRecord record();

        /** How often the record has been judged by now, this time included. */
        int attempts();

        /**
         * When neither is there, the record is durable in its route.
         *
         * @param aside why it is in the quarantine
         * @param failure why it is nowhere
         */
        void ended(@Nullable Problem aside, @Nullable Throwable failure);
    }

    /** Writes a record, on this thread. */
    void write(Way way) {
        CompletableFuture<Void> written = Writes.append(writer, way.record());
        if (written.isDone()) {
            ended(way, written.isCompletedExceptionally() ? failure(written) : null, true);
        } else {
            var unused = written.whenComplete((done, failure) -> ended(way, failure, false));
        }
    }

    /** Sets a record aside that must not be in its route, on this thread. */
    void refuse(Way way, Problem why) {
        ended(way, why, aside.put(unusable(way, why)));
    }

    private static @Nullable Throwable failure(CompletableFuture<Void> failed) {
        return failed.handle((done, failure) -> failure).join();
    }

    private void ended(Way way, @Nullable Throwable failure, boolean here) {
        if (failure != null && Failures.isTooLarge(failure)) {
            setAside(way, failure, here);
        } else {
            way.ended(null, failure);
        }
    }

    private void setAside(Way way, Throwable failure, boolean here) {
        LogRecord record = way.record();
        Problem problem = Problem.of(
                Failures.TOO_LARGE,
                "The message is larger than " + record.log().topicName() + " takes: it has " + record.payload().length
                        + " bytes without its headers.",
                "Raise max.message.bytes of that Kafka topic and replay it, or have the sender split it.");
        Aside.Unusable unusable = unusable(way, problem);
        CompletableFuture<Void> kept;
        if (here) {
            kept = aside.put(unusable);
        } else {
            kept = new CompletableFuture<>();
            aside.later(unusable, failure, kept);
        }
        ended(way, problem, kept);
    }

    private static void ended(Way way, Problem why, CompletableFuture<Void> kept) {
        var unused = kept.whenComplete((done, notKept) -> way.ended(notKept == null ? why : null, notKept));
    }

    private static Aside.Unusable unusable(Way way, Problem why) {
        LogRecord record = way.record();
        return new Aside.Unusable(
                record.key(), record.payload(), record.headers(), why, way.attempts(), firstSeen(record));
    }

    /** Of one that was set aside before, when that was; otherwise when it was received. */
    private static String firstSeen(LogRecord record) {
        return record.headers()
                .getOrDefault(Headers.FIRST_SEEN, record.headers().getOrDefault(Headers.RECEIVED, ""));
    }
}
