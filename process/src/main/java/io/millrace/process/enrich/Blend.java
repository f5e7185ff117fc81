package io.millrace.process.enrich;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.millrace.model.Namespace;
import io.millrace.model.Quality;
import io.millrace.model.Value;
import io.millrace.process.core.Content;
import io.millrace.process.core.EventFields;
import io.millrace.process.core.Identity;
import io.millrace.process.core.Input;
import io.millrace.process.core.Output;
import io.millrace.process.core.Place;
import io.millrace.process.enrich.EnrichState.Row;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is said of an event and its row: the event with the added fields, or a tag for each of them.
 *
 * <p>The event keeps every byte of its own, what this program does not understand included; what is added stands behind
 * it. A field that the event has itself is not replaced.
 *
 * @param levels how many levels of the stream's location are the place of the output
 * @param below topic of the event, or the group of the tags, below that place
 * @param events whether events are made, or tags
 * @param add names in the output, and fields of the table
 */
record Blend(Namespace namespace, int levels, String below, boolean events, Map<String, String> add) {

    private static final JsonFactory JSON = new JsonFactory();
    private static final int MICROS_PER_MILLI = 1000;
    private static final String MILLIS = "timestamp_ms";
    private static final String MICROS = "timestamp_us";

    /** @param row null where there is none */
    List<Output> of(Input input, @Nullable Row row) {
        List<Identity> from = row == null ? List.of(input.identity()) : List.of(input.identity(), row.identity());
        Place place = new Place(namespace, location(input));
        Map<String, Value> added = added(row);
        if (events) {
            Content content = event(input, added);
            return content == null
                    ? List.of()
                    : List.of(
                            new Output(place.topic(below), input.timestampMicros(), input.id(), content, false, from));
        }
        List<Output> outputs = new ArrayList<>();
        for (String name : add.keySet()) {
            Value value = added.get(name);
            Content content = value == null ? new Content.Measured(null, Quality.BAD_NO_DATA) : Content.of(value);
            outputs.add(new Output(place.topic(below + "/" + name), input.timestampMicros(), "", content, false, from));
        }
        return outputs;
    }

    private String location(Input input) {
        String location = input.topic().location();
        int end = -1;
        for (int level = 0; level < levels; level++) {
            end = location.indexOf('/', end + 1);
            if (end < 0) {
                return location;
            }
        }
        return location.substring(0, end);
    }

    private Map<String, Value> added(@Nullable Row row) {
        Map<String, Value> added = new LinkedHashMap<>();
        if (row != null) {
            add.forEach((name, field) -> {
                Value value = row.fields().get(field);
                if (value != null) {
                    added.put(name, value);
                }
            });
        }
        return added;
    }

    private static @Nullable Content event(Input input, Map<String, Value> added) {
        if (input.content() instanceof Content.Happened happened) {
            return new Content.Happened(joined(happened.json(), input.timestampMicros(), added));
        }
        Value value = input.usable();
        if (value == null) {
            return null; // nothing happened that could be told of
        }
        Map<String, Value> fields = new LinkedHashMap<>();
        fields.put("value", value);
        added.forEach(fields::putIfAbsent);
        return EventFields.write(input.timestampMicros(), input.id(), fields);
    }

    private static String joined(String json, long timeMicros, Map<String, Value> added) {
        Set<String> own = EventFields.read(json).keySet();
        StringWriter behind = new StringWriter();
        try (JsonGenerator generator = JSON.createGenerator(behind)) {
            generator.writeStartObject();
            if (!own.contains(MILLIS) && !own.contains(MICROS)) {
                boolean micros = timeMicros % MICROS_PER_MILLI != 0;
                generator.writeNumberField(
                        micros ? MICROS : MILLIS, micros ? timeMicros : timeMicros / MICROS_PER_MILLI);
            }
            for (Map.Entry<String, Value> field : added.entrySet()) {
                if (!own.contains(field.getKey())) {
                    generator.writeFieldName(field.getKey());
                    write(field.getValue(), generator);
                }
            }
            generator.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException("a text in memory cannot fail", impossible);
        }
        String more = behind.toString().substring(1);
        if (more.equals("}")) {
            return json;
        }
        String open = json.substring(0, json.lastIndexOf('}')).stripTrailing();
        return open + (open.endsWith("{") ? "" : ",") + more;
    }

    private static void write(Value value, JsonGenerator json) throws IOException {
        if (value instanceof Value.Whole whole) {
            json.writeNumber(whole.value());
        } else if (value instanceof Value.Real real) {
            json.writeNumber(real.value());
        } else if (value instanceof Value.Bool bool) {
            json.writeBoolean(bool.value());
        } else if (value instanceof Value.Text text) {
            json.writeString(text.value());
        }
    }
}
