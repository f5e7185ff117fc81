package io.millrace.ingest;

import io.millrace.model.HeaderMap;
import io.millrace.model.Headers;
import io.millrace.model.Problem;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The headers of messages that come in by MQTT: as bytes, which is what the log wants. Pure. */
final class MqttHeaders {

    /** W3C Trace Context, 3.2: version, trace id, parent id, flags. */
    private static final Pattern TRACEPARENT = Pattern.compile("[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}");

    private static final int TRACEPARENT_LENGTH = 55;
    private static final int USUAL = 3;

    private final byte[] origin;
    private final Trace trace = new Trace("mqtt");

    /** @param origin where records say they come from */
    MqttHeaders(String origin) {
        this.origin = origin.getBytes(StandardCharsets.UTF_8);
    }

    /**
     * @param received microseconds since 1970; may be ahead of the clock a little, see {@link ReceivedTime}
     * @param judged when it was judged, by the clock; where that is earlier, the clock was put back, and the trace tells it
     * @param noTime whether the received time stands in for a time of its own
     * @param mark what does not fit its model
     */
    HeaderMap of(
            MqttMessage message,
            MqttSource source,
            long received,
            long judged,
            boolean noTime,
            @Nullable Problem mark) {
        HeaderMap.Builder headers = new HeaderMap.Builder(USUAL)
                .add(Headers.ORIGIN, origin)
                .add(Headers.SOURCE, source.utf8())
                .add(Headers.RECEIVED, Decimal.bytes(received));
        if (judged < received) {
            headers.add(Headers.TRACE, trace.of(judged, judged));
        }
        if (noTime) {
            headers.add(Headers.TIME, "received");
        }
        if (mark != null) {
            headers.add(Headers.CONTRACT_ERROR, mark.message());
        }
        if (message.duplicate()) {
            headers.add(Headers.REDELIVERED, "true");
        }
        String parent = traceparent(message);
        if (parent != null) {
            headers.add(Headers.TRACEPARENT, parent);
        }
        return headers.build();
    }

    private static @Nullable String traceparent(MqttMessage message) {
        if (message.userProperties().isEmpty()) {
            return null;
        }
        String parent = message.userProperties().get(Headers.TRACEPARENT);
        boolean valid = parent != null
                && parent.length() == TRACEPARENT_LENGTH
                && TRACEPARENT.matcher(parent).matches();
        return valid ? parent : null;
    }
}
