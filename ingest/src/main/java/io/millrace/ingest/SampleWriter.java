package io.millrace.ingest;

import io.millrace.model.Headers;
import io.millrace.model.LogRecord;
import io.millrace.model.LogTopic;
import io.millrace.model.Payloads;
import io.millrace.model.Problem;
import io.millrace.model.Sample;
import io.millrace.model.SampleBatch;
import io.millrace.model.Topic;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Writes the samples of one connection to the log, each as a record with its payload and headers. Thread-safe.
 */
final class SampleWriter {

    private final RouteWriter writer;
    private final Routes routes;
    private final Time time;
    private final String origin;
    private final String hop;
    /** As many as the connection has tags. */
    private final ConcurrentHashMap<Topic, LogTopic> routeOfTag = new ConcurrentHashMap<>();

    /** @param hop the component that read the samples, for the trace */
    SampleWriter(RouteWriter writer, Routes routes, Time time, String origin, String hop) {
        this.writer = writer;
        this.routes = routes;
        this.time = time;
        this.origin = origin;
        this.hop = hop;
    }

    /**
     * Writes samples of a batch. When the log refuses one at once, no further one of its route is tried: it would only
     * be out of order, and each may have waited before it was refused. The other route goes on; it may have room. A
     * sample that is too large for the log is set aside, and its connection goes on.
     *
     * @param which positions in the batch; absent for all
     */
    Sending write(SampleBatch batch, @Nullable BitSet which) {
        int samples = batch.samples().size();
        Sending sending = new Sending(which == null ? samples : which.cardinality());
        String epoch = Long.toString(batch.epoch());
        String received = Long.toString(batch.receivedMicros());
        String trace = hop + "@" + received + ",ingest@" + time.micros();
        Map<LogTopic, Throwable> refused = new EnumMap<>(LogTopic.class);
        for (int i = 0; i < samples; i++) {
            if (which != null && !which.get(i)) {
                continue;
            }
            Sample sample = batch.samples().get(i);
            LogTopic route = route(sample.topic());
            Throwable before = refused.get(route);
            if (before != null) {
                sending.ended(i, before);
                continue;
            }
            String sequence = Long.toString(batch.firstSequence() + i);
            Map<String, String> headers =
                    headers(batch.source(), epoch, sequence, received, trace, sample.timestamped());
            int position = i;
            LogRecord record = new LogRecord(route, sample.topic().path(), Payloads.write(sample), headers);
            CompletableFuture<Optional<Problem>> ended = writer.write(record, 1, received);
            if (ended.isCompletedExceptionally()) {
                refused.put(route, ended.handle((done, failed) -> failed).join());
            }
            // the sending carries the failure on
            var unused = ended.whenComplete((problem, failed) -> {
                if (failed == null && problem.isPresent()) {
                    sending.setAside(position);
                } else {
                    sending.ended(position, failed);
                }
            });
        }
        return sending;
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
}
