package io.millrace.model;

import java.util.Map;
import java.util.Objects;

/**
 * One record of the log. Key and value are the MQTT topic and payload byte for byte, so that any Kafka tool sees what
 * any MQTT tool sees; everything we have to say about it is in the headers ({@link Headers}).
 *
 * @param log the Kafka topic it belongs to
 * @param key the namespace topic
 * @param payload owned by the record: neither side changes it afterwards
 * @param headers names to text; immutable
 */
public record LogRecord(LogTopic log, String key, byte[] payload, Map<String, String> headers) {

    public LogRecord {
        Objects.requireNonNull(log);
        Objects.requireNonNull(key);
        Objects.requireNonNull(payload);
        headers = HeaderMap.copyOf(headers);
    }

    @Override
    public String toString() {
        return log.topicName() + " " + key + " (" + payload.length + " bytes)";
    }
}
