package io.millrace.process.recompute;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.millrace.model.Value;
import io.millrace.process.core.Content;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Whether what is stored is what is said, as far as a database keeps it: it knows no difference between 5 and 5.0, between
 * true and 1, nor between the orders of an event's fields. Pure.
 */
final class Sameness {

    private static final JsonFactory JSON = new JsonFactory();
    private static final Object NULL = new Object();

    private Sameness() {}

    static boolean same(Content one, Content other) {
        if (one instanceof Content.Happened said && other instanceof Content.Happened stored) {
            return said.json().equals(stored.json()) || sameJson(said.json(), stored.json());
        }
        return one instanceof Content.Measured said
                && other instanceof Content.Measured stored
                && said.quality().equals(stored.quality())
                && same(said.value(), stored.value());
    }

    private static boolean same(@Nullable Value one, @Nullable Value other) {
        if (one == null || other == null) {
            return one == other;
        }
        return plain(one).equals(plain(other));
    }

    private static Object plain(Value value) {
        if (value instanceof Value.Whole whole) {
            return plain(BigDecimal.valueOf(whole.value()));
        }
        if (value instanceof Value.Real real) {
            return plain(new BigDecimal(real.value()));
        }
        return value instanceof Value.Bool bool
                ? plain(BigDecimal.valueOf(bool.value() ? 1 : 0))
                : storable(((Value.Text) value).value());
    }

    private static BigDecimal plain(BigDecimal number) {
        return number.signum() == 0 ? BigDecimal.ZERO : number.stripTrailingZeros();
    }

    /** PostgreSQL has no U+0000 in a text, and the sink stores the replacement character for it. */
    private static String storable(String text) {
        return text.indexOf('\0') < 0 ? text : text.replace('\0', '\uFFFD');
    }

    private static boolean sameJson(String one, String other) {
        try {
            return read(one).equals(read(other));
        } catch (IOException malformed) {
            return false;
        }
    }

    private static Object read(String json) throws IOException {
        try (JsonParser parser = JSON.createParser(json)) {
            return read(parser, parser.nextToken());
        }
    }

    private static Object read(JsonParser parser, JsonToken token) throws IOException {
        switch (token) {
            case START_OBJECT -> {
                Map<String, Object> fields = new TreeMap<>();
                while (parser.nextToken() == JsonToken.FIELD_NAME) {
                    String name = parser.currentName();
                    fields.put(storable(name), read(parser, parser.nextToken()));
                }
                return fields;
            }
            case START_ARRAY -> {
                List<Object> items = new ArrayList<>();
                for (JsonToken item = parser.nextToken(); item != JsonToken.END_ARRAY; item = parser.nextToken()) {
                    items.add(read(parser, item));
                }
                return items;
            }
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> {
                return plain(parser.getDecimalValue());
            }
            case VALUE_STRING -> {
                return storable(parser.getText());
            }
            case VALUE_TRUE -> {
                return Boolean.TRUE;
            }
            case VALUE_FALSE -> {
                return Boolean.FALSE;
            }
            default -> {
                return NULL;
            }
        }
    }
}
