package io.millrace.ingest;

import io.millrace.model.HeaderMap;
import io.millrace.model.Headers;
import io.millrace.model.Problem;
import io.millrace.model.SampleBatch;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The headers of the samples of one batch: all but the sequence number are the same, and made once, as bytes, which is
 * what the log wants. Immutable.
 */
final class BatchHeaders {

    private static final byte[] TIME_RECEIVED = "received".getBytes(StandardCharsets.US_ASCII);
    private static final int USUAL = 6;

    private final byte[] origin;
    private final byte[] source;
    private final byte[] epoch;
    private final byte[] received;
    private final byte[] trace;

    /** @param judged when the batch was looked at, microseconds since 1970 */
    BatchHeaders(byte[] origin, Trace trace, SampleBatch batch, long judged) {
        this.origin = origin;
        this.source = batch.source().getBytes(StandardCharsets.UTF_8);
        this.epoch = Decimal.bytes(batch.epoch());
        this.received = Decimal.bytes(batch.receivedMicros());
        this.trace = trace.of(batch.receivedMicros(), judged);
    }

    /** @param mark what does not fit its model */
    HeaderMap of(long sequence, boolean timestamped, @Nullable Problem mark) {
        HeaderMap.Builder headers = new HeaderMap.Builder(USUAL)
                .add(Headers.ORIGIN, origin)
                .add(Headers.SOURCE, source)
                .add(Headers.EPOCH, epoch)
                .add(Headers.SEQUENCE, Decimal.bytes(sequence))
                .add(Headers.RECEIVED, received)
                .add(Headers.TRACE, trace);
        return finish(headers, timestamped, mark);
    }

    /**
     * Of a sample that a filter left out: it has no place in the sequence, so nobody misses it.
     *
     * @param filter which
     */
    HeaderMap ofLeftOut(String filter, boolean timestamped, @Nullable Problem mark) {
        HeaderMap.Builder headers = new HeaderMap.Builder(USUAL)
                .add(Headers.ORIGIN, origin)
                .add(Headers.SOURCE, source)
                .add(Headers.RECEIVED, received)
                .add(Headers.TRACE, trace)
                .add(Headers.FILTERED, filter);
        return finish(headers, timestamped, mark);
    }

    private static HeaderMap finish(HeaderMap.Builder headers, boolean timestamped, @Nullable Problem mark) {
        if (!timestamped) {
            headers.add(Headers.TIME, TIME_RECEIVED);
        }
        if (mark != null) {
            headers.add(Headers.CONTRACT_ERROR, mark.message());
        }
        return headers.build();
    }
}
