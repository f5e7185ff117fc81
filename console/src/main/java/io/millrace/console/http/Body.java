package io.millrace.console.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.javalin.http.Context;
import io.millrace.model.Problem;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The JSON object of a request, checked: unknown fields and values of the wrong type are refused. */
final class Body {

    private static final int MAX_TEXT = 200;

    private final JsonNode fields;

    private Body(JsonNode fields) {
        this.fields = fields;
    }

    static Body of(Context ctx, String... allowed) {
        JsonNode fields = Json.read(ctx);
        List<String> names = List.of(allowed);
        for (Iterator<String> given = fields.fieldNames(); given.hasNext(); ) {
            String name = given.next();
            if (!names.contains(name)) {
                throw invalid(
                        "'" + (name.length() > MAX_TEXT ? name.substring(0, MAX_TEXT) : name)
                                + "' is no field of the body.",
                        "There are " + String.join(", ", names) + ".");
            }
        }
        return new Body(fields);
    }

    /** Null where it is absent or empty. */
    @Nullable
    String text(String name) {
        JsonNode field = given(name);
        if (field == null) {
            return null;
        }
        if (!field.isTextual() && !field.isIntegralNumber()) {
            throw invalid("'" + name + "' is no text.", "Give it in quotes.");
        }
        String text = field.asText().strip();
        if (text.length() > MAX_TEXT) {
            throw invalid("'" + name + "' is longer than " + MAX_TEXT + " characters.", "Shorten it.");
        }
        return text.isEmpty() ? null : text;
    }

    String required(String name) {
        String text = text(name);
        if (text == null) {
            throw missing(name);
        }
        return text;
    }

    /** A list of one text at least; how long a text is does not matter. */
    List<String> texts(String name, int most) {
        JsonNode field = given(name);
        if (field == null || !field.isArray() || field.isEmpty() || field.size() > most) {
            throw invalid("'" + name + "' is no list of 1 to " + most + " texts.", "Give it as in [\"a\", \"b\"].");
        }
        List<String> texts = new ArrayList<>();
        for (JsonNode one : field) {
            if (!one.isTextual()) {
                throw invalid("'" + name + "' has something in it that is no text.", "Give it in quotes.");
            }
            texts.add(one.textValue());
        }
        return texts;
    }

    /** Null where it is absent. */
    @Nullable
    Long whole(String name) {
        JsonNode field = given(name);
        if (field == null) {
            return null;
        }
        if (!field.isIntegralNumber() || !field.canConvertToLong()) {
            throw invalid("'" + name + "' is no whole number.", "Give it without quotes and without a fraction.");
        }
        return field.longValue();
    }

    long requiredWhole(String name) {
        Long whole = whole(name);
        if (whole == null) {
            throw missing(name);
        }
        return whole;
    }

    /** Microseconds of a number of milliseconds; null where it is absent. */
    @Nullable
    Long millis(String name) {
        JsonNode field = given(name);
        if (field == null) {
            return null;
        }
        double micros = Math.rint(field.asDouble() * 1000);
        if (!field.isNumber() || Math.abs(micros) > 1L << 53) {
            throw invalid("'" + name + "' is no number of milliseconds.", "Give it without quotes, as in 3050.");
        }
        return (long) micros;
    }

    /** Null where it is absent. */
    @Nullable
    Instant time(String name) {
        String text = text(name);
        if (text == null) {
            return null;
        }
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException noTime) {
            throw invalid(
                    "'" + name + "' is no time: " + text + ".",
                    "Give it in ISO 8601 with its offset, as in 2026-01-31T08:00:00+01:00.");
        }
    }

    private @Nullable JsonNode given(String name) {
        JsonNode field = fields.get(name);
        return field == null || field.isNull() ? null : field;
    }

    private static HttpProblem missing(String name) {
        return invalid("'" + name + "' is missing.", "Give it in the body.");
    }

    private static HttpProblem invalid(String message, String remedy) {
        return new HttpProblem(400, Problem.of("body-invalid", message, remedy));
    }
}
