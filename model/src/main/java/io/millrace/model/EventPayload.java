package io.millrace.model;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The payloads of business events, which are JSON objects, as fields. Nested groups are named with dots; arrays are left
 * out.
 */
public final class EventPayload {

    private static final JsonFactory JSON = new JsonFactory();
    private static final int MICROS_PER_MILLI = 1000;

    private EventPayload() {}

    /**
     * The fields of an event in the order of its payload, time and id included.
     *
     * @throws ProblemException when it is no JSON object
     */
    public static Map<String, Value> fields(String json) {
        Map<String, Value> fields = new LinkedHashMap<>();
        try (JsonParser parser = JSON.createParser(json)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw Problem.of("payload-wrong-type", "The event is no JSON object.")
                        .asException();
            }
            readGroup(parser, "", fields);
        } catch (IOException malformed) {
            throw Problem.of("payload-unparsable", "The event is not JSON: " + malformed.getMessage())
                    .asException();
        }
        return Collections.unmodifiableMap(fields);
    }

    private static void readGroup(JsonParser parser, String prefix, Map<String, Value> fields) throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = prefix + parser.currentName();
            switch (parser.nextToken()) {
                case START_OBJECT -> readGroup(parser, name + ".", fields);
                case START_ARRAY -> parser.skipChildren();
                case VALUE_TRUE -> fields.put(name, Value.of(true));
                case VALUE_FALSE -> fields.put(name, Value.of(false));
                case VALUE_STRING -> fields.put(name, Value.of(parser.getText()));
                case VALUE_NUMBER_INT -> fields.put(name, whole(parser));
                case VALUE_NUMBER_FLOAT -> putFinite(name, parser.getDoubleValue(), fields);
                default -> {
                    // null says nothing
                }
            }
        }
    }

    private static Value whole(JsonParser parser) throws IOException {
        return parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
                ? Value.of(parser.getBigIntegerValue().doubleValue())
                : Value.of(parser.getLongValue());
    }

    private static void putFinite(String name, double number, Map<String, Value> fields) {
        if (Double.isFinite(number)) {
            fields.put(name, Value.of(number));
        }
    }

    /**
     * An event with these fields, in their order, after its time and its id. The same always gives the same text.
     *
     * @param id empty for none
     */
    public static String write(long timestampMicros, String id, Map<String, Value> fields) {
        boolean millis = timestampMicros % MICROS_PER_MILLI == 0;
        StringBuilder json = new StringBuilder(96)
                .append(millis ? "{\"timestamp_ms\":" : "{\"timestamp_us\":")
                .append(millis ? timestampMicros / MICROS_PER_MILLI : timestampMicros);
        if (!id.isEmpty()) {
            json.append(",\"id\":");
            quote(id, json);
        }
        for (Map.Entry<String, Value> field : fields.entrySet()) {
            json.append(',');
            quote(field.getKey(), json);
            json.append(':');
            writeValue(field.getValue(), json);
        }
        return json.append('}').toString();
    }

    private static void writeValue(Value value, StringBuilder json) {
        if (value instanceof Value.Whole whole) {
            json.append(whole.value());
        } else if (value instanceof Value.Real real) {
            json.append(real.value());
        } else if (value instanceof Value.Bool bool) {
            json.append(bool.value());
        } else if (value instanceof Value.Text text) {
            quote(text.value(), json);
        }
    }

    private static void quote(String text, StringBuilder json) {
        json.append('"');
        JsonStringEncoder.getInstance().quoteAsString(text, json);
        json.append('"');
    }
}
