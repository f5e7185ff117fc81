package io.millrace.app.hub;

import io.millrace.model.HeaderMap;
import io.millrace.model.Headers;
import io.millrace.model.LogRecord;
import io.millrace.model.Message;
import io.millrace.model.Namespace;
import io.millrace.model.Payloads;
import io.millrace.model.ProblemException;
import io.millrace.model.StoredRecord;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Which of a processor's records tell what is now. A correction mostly speaks of the past, and a retained message is the
 * present: so it is passed on only when it is of the last time its topic has spoken of, and a retraction never. The last
 * payload of a topic is kept as it is, and its time is read when a correction asks for it. Where nothing is known, as
 * after a start, a correction is taken for one of the past. Not thread-safe.
 */
final class MirrorNews {

    /** More topics than this are forgotten together. */
    private static final int MOST_KNOWN = 20_000;
    /** Larger payloads are not kept, and corrections of their topics not passed on. */
    private static final int MOST_BYTES = 4_096;

    private final Namespace namespace;
    private final Payloads payloads;
    private final Map<String, byte[]> last = new HashMap<>();

    MirrorNews(Namespace namespace, Payloads payloads) {
        this.namespace = namespace;
        this.payloads = payloads;
    }

    /**
     * Whether a record is to be published; asked of all of them in their order.
     *
     * @param stored its key is a topic
     */
    boolean isNews(StoredRecord stored) {
        LogRecord record = stored.record();
        HeaderMap headers = HeaderMap.copyOf(record.headers());
        if (!headers.containsKey(Headers.PROCESSOR)) {
            return true;
        }
        if (headers.containsKey(Headers.CORRECTION)
                && (headers.containsKey(Headers.RETRACTED) || !isOfTheLastTime(record))) {
            return false;
        }
        if (record.payload().length > MOST_BYTES) {
            last.remove(record.key());
            return true;
        }
        if (last.size() >= MOST_KNOWN) {
            last.clear();
        }
        last.put(record.key(), record.payload());
        return true;
    }

    private boolean isOfTheLastTime(LogRecord correction) {
        byte[] said = last.get(correction.key());
        if (said == null) {
            return false;
        }
        OptionalLong before = micros(correction.key(), said);
        OptionalLong now = micros(correction.key(), correction.payload());
        return before.isPresent() && now.isPresent() && now.getAsLong() >= before.getAsLong();
    }

    /** The time a payload speaks of; empty where it does not say. */
    private OptionalLong micros(String key, byte[] payload) {
        try {
            Message message = payloads.read(namespace.parse(key), payload, 0);
            if (!message.timestamped()) {
                return OptionalLong.empty();
            }
            if (message instanceof Message.Event event) {
                return OptionalLong.of(event.timestampMicros());
            }
            return message instanceof Message.Samples samples
                    ? OptionalLong.of(samples.samples().get(0).timestampMicros())
                    : OptionalLong.empty();
        } catch (ProblemException unusable) {
            return OptionalLong.empty();
        }
    }
}
