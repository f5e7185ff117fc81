package io.millrace.console.live;

import io.millrace.model.Headers;
import io.millrace.model.LogPartition;
import io.millrace.model.LogTopic;
import io.millrace.model.Quality;
import io.millrace.model.StoredRecord;
import io.millrace.model.Value;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Room for one plain value: a number or a boolean that is Good and has no id, which is nearly all a plant sends. A new
 * value is written over the old one in place, as bare numbers: nothing is made, and nothing of the record is kept alive
 * for the collector to carry about. It becomes a {@link LiveValue} when somebody asks. Guarded by its tag.
 */
abstract class PlainSlot {

    private static final LogTopic[] LOGS = LogTopic.values();
    private static final PlainKind[] KINDS = PlainKind.values();
    private static final byte EMPTY = -1;
    /** It did not come by the log. */
    private static final byte NOWHERE = -1;

    private byte kind = EMPTY;
    private byte scale;
    private boolean timestamped;
    private byte log;
    private int partition;
    private long micros;
    private long bits;
    private long offset;
    private long logMillis;
    private byte @Nullable [] headers;

    /** Takes what was read of a record. */
    final void keep(PlainSample sample, StoredRecord stored, PackedHeaders packer) {
        kind = (byte) sample.kind().ordinal();
        scale = (byte) sample.scale();
        bits = sample.bits();
        micros = sample.timestampMicros();
        timestamped = true;
        keepOrigin(
                stored.partition(),
                stored.offset(),
                stored.timestampMillis(),
                packer.pack(stored.record().headers(), headers));
    }

    /** Takes a value if it is plain. False if it is not. */
    final boolean keep(LiveValue value) {
        Value held = value.value();
        if (value.kind() != LiveValue.Kind.SAMPLE
                || value.id() != null
                || value.quality().code() != Quality.GOOD.code()
                || held == null) {
            return false;
        }
        if (held instanceof Value.Whole whole) {
            keep(PlainKind.WHOLE, whole.value());
        } else if (held instanceof Value.Real real) {
            keep(PlainKind.REAL, Double.doubleToRawLongBits(real.value()));
        } else if (held instanceof Value.Bool bool) {
            keep(PlainKind.BOOLEAN, bool.value() ? 1 : 0);
        } else {
            return false;
        }
        micros = value.timestampMicros();
        timestamped = value.timestamped();
        LiveValue.Origin origin = value.origin();
        if (origin == null) {
            log = NOWHERE;
            headers = null;
        } else {
            keepOrigin(
                    origin.partition(),
                    origin.offset(),
                    origin.logMillis(),
                    new PackedHeaders().pack(origin.headers(), headers));
        }
        return true;
    }

    private void keep(PlainKind newKind, long newBits) {
        kind = (byte) newKind.ordinal();
        bits = newBits;
    }

    private void keepOrigin(LogPartition from, long newOffset, long newMillis, byte[] newHeaders) {
        log = (byte) from.log().ordinal();
        partition = from.number();
        offset = newOffset;
        logMillis = newMillis;
        if (headers != newHeaders) {
            headers = newHeaders;
        }
    }

    final void empty() {
        kind = EMPTY;
        headers = null;
    }

    /** What it holds; null when it is empty. */
    final @Nullable LiveValue plain() {
        if (kind == EMPTY) {
            return null;
        }
        LiveValue.Origin origin = log == NOWHERE
                ? null
                : new LiveValue.Origin(
                        new LogPartition(LOGS[log], partition),
                        offset,
                        logMillis,
                        headers == null ? Map.of() : PackedHeaders.unpack(headers));
        return new LiveValue(
                LiveValue.Kind.SAMPLE,
                micros,
                timestamped
                        && (origin == null
                                || !"received".equals(origin.headers().get(Headers.TIME))),
                KINDS[kind].value(bits, scale),
                Quality.GOOD,
                null,
                null,
                false,
                origin);
    }
}
