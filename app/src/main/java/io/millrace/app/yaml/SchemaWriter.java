package io.millrace.app.yaml;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.model.settings.ByteSize;
import io.millrace.model.settings.DefaultsTo;
import io.millrace.model.settings.Described;
import io.millrace.model.settings.Secret;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Describes settings records as JSON Schema (2020-12), so that editors complete and check a file as it is typed. */
public final class SchemaWriter {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final String REFERENCE = "\\$\\{(env|file):[^}]+\\}";

    private SchemaWriter() {}

    /** The keys of a record as a closed object. */
    public static ObjectNode object(Class<? extends Record> type) {
        ObjectNode schema = openObject();
        addKeys(schema, type);
        Described described = type.getAnnotation(Described.class);
        if (described != null) {
            schema.put("description", described.value());
        }
        return schema;
    }

    /** An object that allows no keys yet. */
    public static ObjectNode openObject() {
        ObjectNode schema = JSON.objectNode();
        schema.put("type", "object");
        schema.put("additionalProperties", false);
        schema.set("properties", JSON.objectNode());
        return schema;
    }

    /** Adds the keys of a record to an object. */
    public static void addKeys(ObjectNode schema, Class<? extends Record> type) {
        ObjectNode properties = (ObjectNode) schema.get("properties");
        ArrayNode required = schema.has("required") ? (ArrayNode) schema.get("required") : JSON.arrayNode();
        for (RecordComponent component : type.getRecordComponents()) {
            properties.set(component.getName(), key(component));
            boolean optional = component.isAnnotationPresent(DefaultsTo.class) || Binder.isNullable(component);
            if (!optional) {
                required.add(component.getName());
            }
        }
        if (!required.isEmpty()) {
            schema.set("required", required);
        }
    }

    private static ObjectNode key(RecordComponent component) {
        ObjectNode schema = value(component.getGenericType());
        Described described = component.getAnnotation(Described.class);
        if (described != null) {
            schema.put("description", described.value());
        }
        DefaultsTo standard = component.getAnnotation(DefaultsTo.class);
        if (standard != null
                && !standard.value().startsWith("{")
                && !standard.value().startsWith("[")) {
            putDefault(schema, component.getType(), standard.value());
        }
        return schema;
    }

    private static void putDefault(ObjectNode schema, Class<?> type, String text) {
        if (type == int.class || type == long.class) {
            schema.put("default", Long.decode(text));
        } else if (type == double.class) {
            schema.put("default", Double.parseDouble(text));
        } else if (type == boolean.class) {
            schema.put("default", Boolean.parseBoolean(text));
        } else {
            schema.put("default", text);
        }
    }

    private static ObjectNode value(Type type) {
        if (type instanceof ParameterizedType generic) {
            Type last = generic.getActualTypeArguments()[generic.getActualTypeArguments().length - 1];
            ObjectNode schema = JSON.objectNode();
            if (generic.getRawType() == List.class) {
                schema.put("type", "array");
                schema.set("items", value(last));
                return schema;
            }
            if (generic.getRawType() == Map.class) {
                schema.put("type", "object");
                schema.set("additionalProperties", value(last));
                return schema;
            }
        }
        if (type instanceof Class<?> plain) {
            return Scalars.isScalar(plain) ? scalar(plain) : object(plain.asSubclass(Record.class));
        }
        throw new IllegalStateException("a setting cannot be of type " + type);
    }

    private static ObjectNode scalar(Class<?> type) {
        ObjectNode schema = JSON.objectNode();
        if (type == Duration.class) {
            return orReference("^\\s*\\d+(\\.\\d+)?\\s*(us|ms|s|min|m|h|d)\\s*$");
        }
        if (type == ByteSize.class) {
            ObjectNode size = JSON.objectNode();
            size.set("anyOf", JSON.arrayNode().add(type("integer")).add(orReference("^\\s*\\d+\\s*([KMGT]i)?B?\\s*$")));
            return size;
        }
        if (type == Secret.class) {
            return schema.put("type", "string").put("pattern", REFERENCE);
        }
        if (type.isEnum()) {
            ArrayNode words = JSON.arrayNode();
            Scalars.words(type).forEach(words::add);
            schema.set("enum", words);
            return schema;
        }
        if (type == boolean.class || type == Boolean.class) {
            return orReference(schema.put("type", "boolean"));
        }
        if (type == String.class || type == java.nio.file.Path.class) {
            // YAML reads a bare 1 or true as no text; the site file takes it as it stands.
            schema.set("type", JSON.arrayNode().add("string").add("number").add("boolean"));
            return schema;
        }
        boolean whole = type != double.class && type != Double.class;
        return orReference(schema.put("type", whole ? "integer" : "number"));
    }

    private static ObjectNode type(String name) {
        return JSON.objectNode().put("type", name);
    }

    private static ObjectNode orReference(String pattern) {
        return JSON.objectNode().put("type", "string").put("pattern", "(" + pattern + ")|(" + REFERENCE + ")");
    }

    private static ObjectNode orReference(ObjectNode schema) {
        ObjectNode either = JSON.objectNode();
        either.set("anyOf", JSON.arrayNode().add(schema).add(type("string").put("pattern", REFERENCE)));
        return either;
    }
}
