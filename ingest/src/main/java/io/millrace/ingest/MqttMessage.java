package io.millrace.ingest;

import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A message as the broker received it.
 *
 * @param user who signed in; absent for an anonymous client
 * @param payload not changed afterwards by either side
 * @param duplicate whether the client marked it as sent again
 * @param userProperties of MQTT 5; the last one wins where a name is repeated
 */
@SuppressWarnings("ArrayRecordComponent") // a copy per message would cost; messages are passed on and never compared
public record MqttMessage(
        String clientId,
        @Nullable String user,
        String topic,
        byte[] payload,
        int qos,
        boolean retain,
        boolean duplicate,
        Map<String, String> userProperties) {

    public MqttMessage {
        Objects.requireNonNull(clientId);
        Objects.requireNonNull(topic);
        Objects.requireNonNull(payload);
        Objects.requireNonNull(userProperties);
    }

    @Override
    public String toString() {
        return topic + " (" + payload.length + " bytes) from " + clientId;
    }
}
