package io.millrace.prove.evidence;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.millrace.prove.judge.Told;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads payloads of single samples, as any tool would. Thread-safe. */
final class PayloadReader {

    private static final JsonFactory JSON = new JsonFactory();
    /** The upper two bits of an OPC UA StatusCode. */
    private static final int SEVERITY = 30;

    private PayloadReader() {}

    /** What a payload says; what cannot be read says nothing and is not good. */
    static Told read(String topic, byte @Nullable [] payload) {
        if (payload == null) {
            return new Told(topic, 0, null, null, true);
        }
        try (JsonParser json = JSON.createParser(payload)) {
            return read(topic, json);
        } catch (IOException unreadable) {
            return new Told(topic, 0, null, null, true);
        }
    }

    private static Told read(String topic, JsonParser json) throws IOException {
        long micros = 0;
        Double value = null;
        String id = null;
        boolean bad = json.nextToken() != JsonToken.START_OBJECT;
        if (bad) {
            return new Told(topic, 0, null, null, true);
        }
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String field = json.currentName();
            JsonToken token = json.nextToken();
            switch (field) {
                case "timestamp_us" -> micros = json.getLongValue();
                case "timestamp_ms" -> micros = json.getLongValue() * 1_000;
                case "value" -> value = token.isNumeric() ? json.getDoubleValue() : null;
                case "id" -> id = json.getText();
                case "quality" -> bad = !token.isNumeric() || json.getLongValue() >>> SEVERITY != 0;
                default -> json.skipChildren();
            }
        }
        return new Told(topic, micros, value, id, bad);
    }
}
