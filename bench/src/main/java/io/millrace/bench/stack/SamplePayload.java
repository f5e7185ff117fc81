package io.millrace.bench.stack;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/** The payload of a sample: {@code {"timestamp_us": 1700000000000000, "value": 12.25}}. Not thread-safe. */
final class SamplePayload {

    private final JsonFactory json = new JsonFactory();
    private long micros;
    private double value;

    /** @throws IOException when it is not such a payload */
    void read(byte[] payload) throws IOException {
        boolean hasTime = false;
        boolean hasValue = false;
        try (JsonParser parser = json.createParser(payload)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException("no JSON object");
            }
            for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
                parser.nextToken();
                if (field.equals("timestamp_us")) {
                    micros = parser.getLongValue();
                    hasTime = true;
                } else if (field.equals("value")) {
                    value = parser.getDoubleValue();
                    hasValue = true;
                } else {
                    parser.skipChildren();
                }
            }
        }
        if (!hasTime || !hasValue) {
            throw new IOException("no timestamp_us or no value");
        }
    }

    long micros() {
        return micros;
    }

    double value() {
        return value;
    }
}
