package io.millrace.ingest;

import io.millrace.model.Headers;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The headers of a message that came in by MQTT. Pure. */
final class MqttHeaders {

    /** W3C Trace Context, 3.2: version, trace id, parent id, flags. */
    private static final Pattern TRACEPARENT = Pattern.compile("[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}");

    private static final int TRACEPARENT_LENGTH = 55;

    private MqttHeaders() {}

    /**
     * @param received microseconds since 1970; may be ahead of the clock a little, see {@link ReceivedTime}
     * @param judged when it was judged, likewise
     * @param noTime whether the received time stands in for a time of its own
     */
    static Map<String, String> of(
            MqttMessage message, String origin, String source, long received, long judged, boolean noTime) {
        String receivedText = Long.toString(received);
        String trace = "mqtt@" + Math.min(received, judged) + ",ingest@" + judged;
        String parent = traceparent(message);
        if (parent == null && !noTime && !message.duplicate()) {
            return Map.of(
                    Headers.ORIGIN,
                    origin,
                    Headers.SOURCE,
                    source,
                    Headers.RECEIVED,
                    receivedText,
                    Headers.TRACE,
                    trace);
        }
        Map<String, String> headers = new HashMap<>();
        headers.put(Headers.ORIGIN, origin);
        headers.put(Headers.SOURCE, source);
        headers.put(Headers.RECEIVED, receivedText);
        headers.put(Headers.TRACE, trace);
        if (noTime) {
            headers.put(Headers.TIME, "received");
        }
        if (message.duplicate()) {
            headers.put(Headers.REDELIVERED, "true");
        }
        if (parent != null) {
            headers.put(Headers.TRACEPARENT, parent);
        }
        return headers;
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
