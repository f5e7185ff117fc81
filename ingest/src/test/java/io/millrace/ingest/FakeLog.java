package io.millrace.ingest;

import io.millrace.model.Headers;
import io.millrace.model.LogRecord;
import io.millrace.model.LogTopic;
import io.millrace.model.LogWriter;
import io.millrace.model.Problem;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.IntPredicate;
import java.util.function.Predicate;

/** A log that takes, hesitates or refuses, as it is told. Thread-safe. */
final class FakeLog implements LogWriter {

    private record Pending(LogRecord record, CompletableFuture<Void> durable) {}

    private final List<LogRecord> records = new ArrayList<>();
    private final List<Pending> pending = new ArrayList<>();
    private boolean stuck;
    private Predicate<LogRecord> refuses = record -> false;
    private RuntimeException refusal = new IllegalStateException("The log is read-only.");

    /** As the log says that a record is larger than its topic takes. */
    static RuntimeException tooLarge() {
        return Problem.of("record-too-large", "The record is larger than the topic takes.")
                .asException();
    }

    @Override
    public synchronized CompletionStage<Void> write(LogRecord record) {
        if (refuses.test(record)) {
            return CompletableFuture.failedFuture(refusal);
        }
        CompletableFuture<Void> durable = new CompletableFuture<>();
        if (stuck) {
            pending.add(new Pending(record, durable));
        } else {
            records.add(record);
            durable.complete(null);
        }
        return durable;
    }

    synchronized void stick() {
        stuck = true;
    }

    /** Everything that hangs becomes durable, in order, and what comes is taken at once again. */
    void release() {
        List<Pending> all;
        synchronized (this) {
            stuck = false;
            all = List.copyOf(pending);
            pending.clear();
            all.forEach(one -> records.add(one.record()));
        }
        all.forEach(one -> one.durable().complete(null));
    }

    /** Of what hangs, the records of this index and after fail; the others become durable. */
    void failFrom(int index) {
        fail(i -> i >= index);
    }

    /** Of what hangs, the records of these indexes fail; the others become durable. */
    void fail(IntPredicate which) {
        fail(which, new IllegalStateException("The disk is full."));
    }

    private void fail(IntPredicate which, RuntimeException why) {
        Map<Integer, RuntimeException> failures = new HashMap<>();
        for (int i = 0; i < hanging(); i++) {
            if (which.test(i)) {
                failures.put(i, why);
            }
        }
        failEach(failures);
    }

    /** Of what hangs, the records of these indexes fail in their own way; the others become durable. */
    void failEach(Map<Integer, RuntimeException> failures) {
        List<Pending> all;
        synchronized (this) {
            all = List.copyOf(pending);
            pending.clear();
        }
        for (int i = 0; i < all.size(); i++) {
            RuntimeException why = failures.get(i);
            if (why == null) {
                synchronized (this) {
                    records.add(all.get(i).record());
                }
                all.get(i).durable().complete(null);
            } else {
                all.get(i).durable().completeExceptionally(why);
            }
        }
    }

    synchronized void refuse(Predicate<LogRecord> which) {
        refuses = which;
    }

    synchronized void refuse(Predicate<LogRecord> which, RuntimeException why) {
        refuses = which;
        refusal = why;
    }

    /** What hangs, in order. */
    synchronized List<LogRecord> hangs() {
        return pending.stream().map(Pending::record).toList();
    }

    synchronized void accept() {
        refuses = record -> false;
    }

    synchronized List<LogRecord> records() {
        return List.copyOf(records);
    }

    synchronized int hanging() {
        return pending.size();
    }

    List<LogRecord> records(LogTopic topic) {
        return records().stream().filter(record -> record.log() == topic).toList();
    }

    /** The payloads of a tag, in the order of the log. */
    List<String> payloads(String topicEnding) {
        return records().stream()
                .filter(record -> record.key().endsWith(topicEnding))
                .map(FakeLog::text)
                .toList();
    }

    /** Value and quality of each sample of a tag, without its time. */
    List<String> values(String topicEnding) {
        return payloads(topicEnding).stream()
                .map(payload -> payload.replaceFirst("^\\{\"timestamp_.s\":\\d+,\"value\":", "")
                        .replace("}", "")
                        .replace(",\"quality\":", " "))
                .toList();
    }

    static String text(LogRecord record) {
        return new String(record.payload(), StandardCharsets.UTF_8);
    }

    static long sequence(LogRecord record) {
        return Long.parseLong(record.headers().get(Headers.SEQUENCE));
    }
}
