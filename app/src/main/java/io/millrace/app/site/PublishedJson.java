package io.millrace.app.site;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.model.Value;
import io.millrace.model.Value.DataType;
import io.millrace.model.contract.Field;
import io.millrace.model.contract.Model;
import io.millrace.model.contract.ModelName;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The copy of a published model: what it means, field by field, and since when. */
final class PublishedJson {

    private static final ObjectMapper JSON = new ObjectMapper();

    private PublishedJson() {}

    /** Ends with a line end. */
    static String write(Model model, Instant now) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("model", model.contract()).put("published", now.toString()).put("open", model.open());
        ObjectNode fields = json.putObject("fields");
        model.meaning().forEach((path, field) -> {
            ObjectNode one = fields.putObject(path).put("required", field.required());
            if (field instanceof Field.Leaf leaf) {
                one.put("type", leaf.type().name().toLowerCase(Locale.ROOT));
                one.put("unit", leaf.unit()).put("lowest", leaf.lowest()).put("highest", leaf.highest());
                ArrayNode oneOf = one.putArray("oneOf");
                leaf.oneOf().forEach(value -> {
                    if (value instanceof Value.Whole whole) {
                        oneOf.add(whole.value());
                    } else if (value instanceof Value.Text text) {
                        oneOf.add(text.value());
                    }
                });
            }
        });
        return json.toPrettyString() + "\n";
    }

    /**
     * Reads a copy. What is no such copy is refused with an {@link IllegalArgumentException} or a {@link
     * java.time.DateTimeException}.
     *
     * @throws JsonProcessingException when it is no JSON
     */
    static PublishedModels.Published read(ModelName name, String text) throws JsonProcessingException {
        JsonNode json = JSON.readTree(text);
        Map<String, Field> meaning = new LinkedHashMap<>();
        json.required("fields").properties().forEach(field -> meaning.put(field.getKey(), field(field.getValue())));
        return new PublishedModels.Published(
                name,
                Instant.parse(json.required("published").asText()),
                json.required("open").asBoolean(),
                meaning);
    }

    private static Field field(JsonNode json) {
        boolean required = json.required("required").asBoolean();
        if (!json.has("type")) {
            return new Field.Group(Map.of(), required, null);
        }
        Set<Value> oneOf = new LinkedHashSet<>();
        json.path("oneOf")
                .forEach(value -> oneOf.add(value.isTextual() ? Value.of(value.asText()) : Value.of(value.asLong())));
        return new Field.Leaf(
                DataType.valueOf(json.required("type").asText().toUpperCase(Locale.ROOT)),
                json.hasNonNull("unit") ? json.get("unit").asText() : null,
                number(json, "lowest"),
                number(json, "highest"),
                oneOf,
                required,
                null);
    }

    private static @Nullable Double number(JsonNode json, String key) {
        return json.hasNonNull(key) ? (Double) json.get(key).asDouble() : null;
    }
}
