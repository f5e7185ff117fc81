package io.millrace.ingest;

import io.millrace.model.Headers;
import io.millrace.model.LogRecord;
import io.millrace.model.LogTopic;
import io.millrace.model.Problem;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Judges quarantined records anew. What makes the record's identity stays: its payload, and the time at which it was
 * received, which stands in for a time of its own. So a second replay writes the same sample, which has no second
 * effect. Its origin, epoch and sequence number stay as well, because it is still that sample of that session.
 * Thread-safe.
 */
final class Replay {

    /** What the quarantine had to say about it; attempts and first sight stay. */
    private static final List<String> ERRORS = List.of(
            Headers.ERROR_CODE,
            Headers.ERROR,
            Headers.ERROR_HOP,
            Headers.PLACE,
            Headers.RESOLVES,
            Headers.RESOLUTION,
            Headers.BY,
            Headers.CONTRACT_ERROR,
            Headers.TIME);

    private final Admission admission;
    private final RouteWriter writer;
    private final Aside aside;
    private final Time time;

    Replay(Admission admission, RouteWriter writer, Aside aside, Time time) {
        this.admission = admission;
        this.writer = writer;
        this.aside = aside;
        this.time = time;
    }

    CompletionStage<Ingest.Replayed> replay(LogRecord quarantined) {
        Map<String, String> old = quarantined.headers();
        if (old.containsKey(Headers.RESOLVES)) {
            return CompletableFuture.failedFuture(Problem.of(
                            "quarantine-unknown",
                            "This record of the quarantine is no message: it says how record "
                                    + old.get(Headers.RESOLVES) + " ended.",
                            "Replay a record of the list.")
                    .asException());
        }
        long received = received(old);
        Map<String, String> headers = new HashMap<>(old);
        headers.keySet().removeAll(ERRORS);
        headers.put(Headers.RECEIVED, Long.toString(received));
        headers.merge(Headers.TRACE, "replay@" + time.micros(), (way, hop) -> way + "," + hop);
        Admission.Verdict verdict = judge(quarantined);
        if (verdict instanceof Admission.Quarantined still) {
            return setAside(quarantined, headers, still.problem(), received);
        }
        if (!(verdict instanceof Admission.Admitted admitted)) {
            throw new IllegalStateException("no order to delete is ever quarantined");
        }
        if (!admitted.timestamped()) {
            headers.put(Headers.TIME, "received");
        }
        if (admitted.mark() != null) {
            headers.put(Headers.CONTRACT_ERROR, admitted.mark().message());
        }
        LogTopic route = admitted.route();
        Again again = new Again(
                new LogRecord(route, quarantined.key(), quarantined.payload(), headers),
                attempts(quarantined) + 1,
                new CompletableFuture<>());
        writer.write(again);
        return told(again.end());
    }

    /** A record on its way to its route for another time. */
    private record Again(LogRecord record, int attempts, CompletableFuture<Ingest.Replayed> end)
            implements RouteWriter.Way {
        @Override
        public void ended(@Nullable Problem aside, @Nullable Throwable failure) {
            if (failure != null) {
                end.completeExceptionally(failure);
            } else if (aside != null) {
                end.complete(new Ingest.Replayed(false, aside.sentence()));
            } else {
                String route = record.log().topicName();
                end.complete(new Ingest.Replayed(true, "The message passes now and was written to " + route + "."));
            }
        }
    }

    private Admission.Verdict judge(LogRecord quarantined) {
        String whole = quarantined.headers().get(Aside.WHOLE_BYTES);
        if (whole != null) {
            return new Admission.Quarantined(Problem.of(
                    "payload-incomplete",
                    "The payload had " + whole + " bytes, of which the log could only keep the first "
                            + quarantined.payload().length + ".",
                    "Have the sender split it and send it again, and discard this one."));
        }
        return admission.judge(quarantined.key(), quarantined.payload(), false);
    }

    private CompletionStage<Ingest.Replayed> setAside(
            LogRecord quarantined, Map<String, String> headers, Problem problem, long received) {
        return told(aside.put(new Aside.Unusable(
                        quarantined.key(),
                        quarantined.payload(),
                        headers,
                        problem,
                        attempts(quarantined) + 1,
                        firstSeen(quarantined, received)))
                .thenApply(done -> new Ingest.Replayed(false, problem.sentence())));
    }

    private static String firstSeen(LogRecord quarantined, long received) {
        return quarantined.headers().getOrDefault(Headers.FIRST_SEEN, Long.toString(received));
    }

    /** The time that was the message's when it came; a foreign Kafka client may not have said it. */
    private long received(Map<String, String> headers) {
        Long received = plausible(headers.get(Headers.RECEIVED));
        Long firstSeen = plausible(headers.get(Headers.FIRST_SEEN));
        return received != null ? received : firstSeen != null ? firstSeen : time.micros();
    }

    private @Nullable Long plausible(@Nullable String micros) {
        try {
            long at = micros == null ? 0 : Long.parseLong(micros.trim());
            return DeviceTime.isPlausible(at, time.micros()) ? at : null;
        } catch (NumberFormatException notOurs) {
            return null;
        }
    }

    private static int attempts(LogRecord quarantined) {
        try {
            return Integer.parseInt(quarantined.headers().getOrDefault(Headers.ATTEMPTS, "1"));
        } catch (NumberFormatException notOurs) {
            return 1;
        }
    }

    private static CompletionStage<Ingest.Replayed> told(CompletionStage<Ingest.Replayed> written) {
        return written.handle((replayed, failure) -> {
            if (failure == null) {
                return replayed;
            }
            throw new CompletionException(Problem.of(
                            "log-unavailable",
                            "The log did not take the message: " + Failures.sentence(failure),
                            "Replay it again; a second time has no second effect.")
                    .asException());
        });
    }
}
