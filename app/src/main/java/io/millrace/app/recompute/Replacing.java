package io.millrace.app.recompute;

import io.millrace.app.recompute.Changes.Change;
import io.millrace.backbone.LogCorrector;
import io.millrace.historian.Queries;
import io.millrace.historian.Recordings;
import io.millrace.historian.Recordings.Key;
import io.millrace.model.Headers;
import io.millrace.model.LogRecord;
import io.millrace.model.LogTopic;
import io.millrace.model.Namespace;
import io.millrace.model.PlantClock;
import io.millrace.model.Problem;
import io.millrace.model.Topic;
import io.millrace.process.core.Content;
import io.millrace.process.core.Wording;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.LongPredicate;

/**
 * Puts what is true now into the log over what was said before, as corrections: some hundred in a transaction, and no more
 * than the historian stores at once ({@link Yielding}), so that what comes live hardly waits for it. Each correction stands
 * for itself: whoever breaks it off and begins again finds what is left. Used by one thread.
 */
public final class Replacing implements AutoCloseable {

    private static final int TOGETHER = 1_000;
    private static final Duration STORED_WITHIN = Duration.ofMinutes(2);
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final LogCorrector log;
    private final Recordings recordings;
    private final Queries queries;
    private final Namespace namespace;
    private final Function<Topic, LogTopic> routes;
    private final Signature signature;
    private final Clock clock;
    private final List<Change> waiting = new ArrayList<>();
    private final Yielding yielding = new Yielding();
    private long written;

    /**
     * Who says it.
     *
     * @param processor its name
     * @param said {@code name@revision}
     * @param recompute the name of the recomputation
     * @param origin the site
     */
    public record Signature(String processor, String said, String recompute, String origin) {}

    public Replacing(
            LogCorrector log,
            Recordings recordings,
            Queries queries,
            Namespace namespace,
            Function<Topic, LogTopic> routes,
            Signature signature,
            Clock clock) {
        this.log = log;
        this.recordings = recordings;
        this.queries = queries;
        this.namespace = namespace;
        this.routes = routes;
        this.signature = signature;
        this.clock = clock;
    }

    /**
     * Puts changes into the log, and returns when the historian has them.
     *
     * @param goesOn asked with the number of those written; whether to go on
     * @return whether all of them are written
     * @throws io.millrace.model.ProblemException {@code historian-behind}
     */
    public boolean write(Changes changes, LongPredicate goesOn) {
        boolean[] all = {true};
        changes.read(change -> {
            waiting.add(change);
            if (waiting.size() >= TOGETHER) {
                write();
                all[0] = goesOn.test(written);
            }
            return all[0];
        });
        write();
        await(() -> yielding.ahead() == 0);
        return all[0];
    }

    private void write() {
        if (waiting.isEmpty()) {
            return;
        }
        await(() -> yielding.mayWrite(System.nanoTime()));
        long[] last = recordings.lastCorrections(waiting.stream()
                .map(one -> new Key(
                        one.identity().topic(),
                        one.identity().timestampMicros(),
                        one.identity().id()))
                .toList());
        Instant now = clock.instant();
        List<LogRecord> records = new ArrayList<>(waiting.size());
        for (int i = 0; i < last.length; i++) {
            Change change = waiting.get(i);
            // one more than what it replaces: a live processor numbers by the time, and so its next one is greater
            records.add(record(change, change.number() != Changes.NEXT ? change.number() : last[i] + 1, now));
        }
        log.write(records);
        yielding.written(log.next(), waiting.size(), System.nanoTime());
        written += waiting.size();
        waiting.clear();
    }

    private LogRecord record(Change change, long number, Instant now) {
        Topic topic = namespace.parse(change.identity().topic());
        String micros = Long.toString(PlantClock.micros(now));
        String source = Headers.PROCESSOR_SOURCE_PREFIX + signature.processor();
        Map<String, String> headers = new HashMap<>();
        headers.put(Headers.ORIGIN, signature.origin() + "/recompute/" + source);
        headers.put(Headers.SOURCE, source);
        headers.put(Headers.RECEIVED, micros);
        headers.put(Headers.TRACE, "recompute@" + micros);
        headers.put(Headers.PROCESSOR, signature.said());
        headers.put(Headers.RECOMPUTE, signature.recompute());
        headers.put(Headers.CORRECTION, Long.toString(number));
        if (change.now() == null) {
            headers.put(Headers.RETRACTED, "true");
        }
        Content content = change.now() == null ? Content.RETRACTED : change.now();
        return new LogRecord(
                routes.apply(topic), topic.path(), Wording.payload(topic, change.identity(), content), headers);
    }

    /** How many corrections are in the log. */
    public long written() {
        return written;
    }

    private void await(BooleanSupplier enough) {
        yielding.stored(queries.stored());
        int ahead = yielding.ahead();
        long deadline = System.nanoTime() + STORED_WITHIN.toNanos();
        while (!enough.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw Problem.of(
                                "historian-behind",
                                "The historian has stored no corrections for " + STORED_WITHIN.toMinutes()
                                        + " minutes; " + written + " of them are in the log, and it will.",
                                "Look after the historian, and give the command again: it finds what is left.")
                        .asException();
            }
            LockSupport.parkNanos(LOOK_NANOS);
            yielding.stored(queries.stored());
            if (yielding.ahead() < ahead) {
                ahead = yielding.ahead();
                deadline = System.nanoTime() + STORED_WITHIN.toNanos();
            }
        }
    }

    @Override
    public void close() {
        log.close();
    }
}
