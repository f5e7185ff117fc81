package io.millrace.ingest;

import io.millrace.model.Headers;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.LongAdder;

/**
 * An MQTT client as the records of its messages name it. Thread-safe.
 *
 * @param utf8 the name in bytes; never changed
 * @param messages how many came, of this client alone or of all that have no figures of their own
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record MqttSource(String name, byte[] utf8, LongAdder messages) {

    static MqttSource of(String clientId, LongAdder messages) {
        String name = Headers.MQTT_SOURCE_PREFIX + clientId;
        return new MqttSource(name, name.getBytes(StandardCharsets.UTF_8), messages);
    }
}
