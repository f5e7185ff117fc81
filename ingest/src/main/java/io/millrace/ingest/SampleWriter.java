package io.millrace.ingest;

import io.millrace.ingest.TopicRules.Known;
import io.millrace.model.HeaderMap;
import io.millrace.model.LogRecord;
import io.millrace.model.LogTopic;
import io.millrace.model.Payloads;
import io.millrace.model.Problem;
import io.millrace.model.Sample;
import io.millrace.model.SampleBatch;
import io.millrace.model.Topic;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Writes the samples of one connection to the log, each as a record with its payload and headers. Thread-safe.
 */
final class SampleWriter {

    private final RouteWriter writer;
    private final TopicRules rules;
    private final Time time;
    private final byte[] origin;
    private final Trace trace;
    /** As many as the connection has tags. */
    private final ConcurrentHashMap<Topic, Known> tags = new ConcurrentHashMap<>();

    /** @param hop the component that read the samples, for the trace */
    SampleWriter(RouteWriter writer, TopicRules rules, Time time, String origin, String hop) {
        this.writer = writer;
        this.rules = rules;
        this.time = time;
        this.origin = origin.getBytes(StandardCharsets.UTF_8);
        this.trace = new Trace(hop);
    }

    /**
     * Writes samples of a batch. When the log refuses one at once, no further one of its route is tried: it would only
     * be out of order, and each may have waited before it was refused. The other route goes on; it may have room. A
     * sample that is too large for the log, or does not fit its model, is set aside, and its connection goes on.
     *
     * @param which positions in the batch; absent for all
     */
    Sending write(SampleBatch batch, @Nullable BitSet which) {
        int samples = batch.samples().size();
        Sending sending = new Sending(which == null ? samples : which.cardinality());
        BatchHeaders headers = new BatchHeaders(origin, trace, batch, time.micros());
        Map<LogTopic, Throwable> refused = new EnumMap<>(LogTopic.class);
        long next = batch.firstSequence();
        for (int i = 0; i < samples; i++) {
            String leftOut = batch.leftOut().isEmpty() ? null : batch.leftOut().get(i);
            long sequence = leftOut == null ? next++ : next;
            if (which != null && !which.get(i)) {
                continue;
            }
            Sample sample = batch.samples().get(i);
            Known tag = known(sample.topic());
            LogTopic route = tag.route();
            Throwable before = refused.get(route);
            if (before != null) {
                sending.ended(i, before);
                continue;
            }
            Contract contract = tag.contract();
            Problem wrong = contract == null ? null : contract.judge(sample);
            boolean passes = wrong == null || (contract != null && contract.marks());
            Problem mark = passes ? wrong : null;
            HeaderMap of = leftOut == null
                    ? headers.of(sequence, sample.timestamped(), mark)
                    : headers.ofLeftOut(leftOut, sample.timestamped(), mark);
            OneSample one = new OneSample(
                    sending, i, new LogRecord(route, sample.topic().path(), Payloads.write(sample), of));
            if (wrong == null || passes) {
                writer.write(one);
            } else {
                writer.refuse(one, wrong);
            }
            Throwable failure = one.failure;
            if (failure != null) {
                refused.put(route, failure);
            }
        }
        return sending;
    }

    /** A sample on its way to its route. */
    private static final class OneSample implements RouteWriter.Way {

        private final Sending sending;
        private final int position;
        private final LogRecord record;
        /** Set by any thread. */
        private volatile @Nullable Throwable failure;

        OneSample(Sending sending, int position, LogRecord record) {
            this.sending = sending;
            this.position = position;
            this.record = record;
        }

        @Override
        public LogRecord record() {
            return record;
        }

        @Override
        public int attempts() {
            return 1;
        }

        @Override
        public void ended(@Nullable Problem aside, @Nullable Throwable failed) {
            if (failed != null) {
                failure = failed;
            }
            if (aside != null) {
                sending.setAside(position);
            } else {
                sending.ended(position, failed);
            }
        }
    }

    private Known known(Topic tag) {
        Known known = tags.get(tag);
        return known == null ? tags.computeIfAbsent(tag, rules::of) : known;
    }
}
