package io.millrace.broker;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A message a client wants in.
 *
 * @param user the authenticated user, null where anyone may connect
 * @param payload the bytes as they came, shared with the broker: never change them
 * @param qos 0, 1 or 2
 * @param duplicate the client says it may have sent this before (MQTT 5.0, 3.3.1.1)
 * @param userProperties of MQTT 5; of properties with one name the last
 */
public record InboundPublish(
        String clientId,
        @Nullable String user,
        String topic,
        byte[] payload,
        int qos,
        boolean retain,
        boolean duplicate,
        Map<String, String> userProperties) {

    /** Of the headers a record carries besides those the client gave it, more or less. */
    private static final int HEADER_BYTES = 384;

    /** What the message takes in the log, more or less and uncompressed. */
    long recordBytes() {
        long bytes = HEADER_BYTES + topic.length() + clientId.length() + (long) payload.length;
        for (Map.Entry<String, String> property : userProperties.entrySet()) {
            bytes += property.getKey().length() + property.getValue().length();
        }
        return bytes;
    }

    /** Without the payload. */
    @Override
    public String toString() {
        return "InboundPublish[clientId=" + clientId + ", topic=" + topic + ", bytes=" + payload.length + ", qos=" + qos
                + "]";
    }
}
