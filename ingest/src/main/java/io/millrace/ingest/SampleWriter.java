package io.millrace.ingest;

import io.millrace.model.Headers;
import io.millrace.model.LogRecord;
import io.millrace.model.LogTopic;
import io.millrace.model.LogWriter;
import io.millrace.model.Payloads;
import io.millrace.model.Sample;
import io.millrace.model.SampleBatch;
import io.millrace.model.SampleSink;
import io.millrace.model.Topic;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Writes the samples of one connection to the log, each as a record with its payload and headers. The stage of a batch
 * ends when all of its records have ended, so that whoever sends it again does not overtake what is still under way.
 * Thread-safe.
 */
final class SampleWriter implements SampleSink {

    private final LogWriter writer;
    private final Routes routes;
    private final Time time;
    private final String origin;
    private final String hop;
    /** As many as the connection has tags. */
    private final ConcurrentHashMap<Topic, LogTopic> routeOfTag = new ConcurrentHashMap<>();

    /** @param hop the component that read the samples, for the trace */
    SampleWriter(LogWriter writer, Routes routes, Time time, String origin, String hop) {
        this.writer = writer;
        this.routes = routes;
        this.time = time;
        this.origin = origin;
        this.hop = hop;
    }

    @Override
    public CompletionStage<Void> write(SampleBatch batch) {
        String epoch = Long.toString(batch.epoch());
        String received = Long.toString(batch.receivedMicros());
        String trace = hop + "@" + received + ",ingest@" + time.micros();
        Countdown countdown = new Countdown(batch.samples().size());
        long sequence = batch.firstSequence();
        for (Sample sample : batch.samples()) {
            Map<String, String> headers =
                    headers(batch.source(), epoch, Long.toString(sequence), received, trace, sample.timestamped());
            sequence++;
            LogRecord record =
                    new LogRecord(route(sample.topic()), sample.topic().path(), Payloads.write(sample), headers);
            CompletableFuture<Void> ended = append(record).toCompletableFuture();
            // the countdown carries the failure on
            var unused = ended.whenComplete(countdown::ended);
            if (ended.isCompletedExceptionally()) {
                // The batch will come again as a whole: what follows would only be there twice, and out of order.
                countdown.skip(batch.samples().size() - (int) (sequence - batch.firstSequence()));
                break;
            }
        }
        return countdown.done;
    }

    private LogTopic route(Topic tag) {
        LogTopic known = routeOfTag.get(tag);
        return known == null ? routeOfTag.computeIfAbsent(tag, routes::of) : known;
    }

    private Map<String, String> headers(
            String source, String epoch, String sequence, String received, String trace, boolean timestamped) {
        return timestamped
                ? Map.of(
                        Headers.ORIGIN, origin,
                        Headers.SOURCE, source,
                        Headers.EPOCH, epoch,
                        Headers.SEQUENCE, sequence,
                        Headers.RECEIVED, received,
                        Headers.TRACE, trace)
                : Map.of(
                        Headers.ORIGIN, origin,
                        Headers.SOURCE, source,
                        Headers.EPOCH, epoch,
                        Headers.SEQUENCE, sequence,
                        Headers.RECEIVED, received,
                        Headers.TRACE, trace,
                        Headers.TIME, "received");
    }

    private CompletionStage<Void> append(LogRecord record) {
        try {
            return writer.write(record);
        } catch (RuntimeException refused) {
            return CompletableFuture.failedFuture(refused);
        }
    }

    /** Ends when as many records have ended, with the first failure if there was one. */
    private static final class Countdown {
        final CompletableFuture<Void> done = new CompletableFuture<>();
        private final AtomicInteger open;
        private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

        Countdown(int records) {
            this.open = new AtomicInteger(records);
        }

        void ended(@Nullable Void nothing, @Nullable Throwable failed) {
            if (failed != null) {
                failure.compareAndSet(null, failed);
            }
            countDown(1);
        }

        void skip(int records) {
            if (records > 0) {
                countDown(records);
            }
        }

        private void countDown(int records) {
            if (open.addAndGet(-records) == 0) {
                Throwable first = failure.get();
                if (first == null) {
                    done.complete(null);
                } else {
                    done.completeExceptionally(first);
                }
            }
        }
    }
}
