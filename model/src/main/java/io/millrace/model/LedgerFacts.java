package io.millrace.model;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import java.io.IOException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads and writes the payloads of {@link LogTopic#LEDGER}: flat JSON objects, one fact each. Thread-safe. */
public final class LedgerFacts {

    private static final JsonFactory JSON = new JsonFactory();

    private LedgerFacts() {}

    /** The fact as a record of the log; its key is the source. */
    public static LogRecord write(LedgerFact fact, String origin) {
        try (ByteArrayBuilder out = new ByteArrayBuilder(256);
                JsonGenerator json = JSON.createGenerator(out, JsonEncoding.UTF8)) {
            json.writeStartObject();
            json.writeStringField("kind", fact.kind().name().toLowerCase(Locale.ROOT));
            json.writeStringField("id", fact.id());
            json.writeStringField("source", fact.source());
            if (fact.topic() != null) {
                json.writeStringField("topic", fact.topic());
            }
            json.writeNumberField("from_us", fact.fromMicros());
            json.writeNumberField("to_us", fact.toMicros());
            json.writeStringField("reason", fact.reason());
            json.writeNumberField("count", fact.count());
            json.writeStringField("sentence", fact.sentence());
            json.writeEndObject();
            json.flush();
            return new LogRecord(
                    LogTopic.LEDGER,
                    fact.source(),
                    out.toByteArray(),
                    Map.of(Headers.ORIGIN, origin, Headers.SOURCE, fact.source()));
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** @throws ProblemException {@code ledger-fact-unparsable} */
    public static LedgerFact read(byte[] payload) {
        Map<String, String> texts = new HashMap<>();
        Map<String, Long> numbers = new HashMap<>();
        try (JsonParser json = JSON.createParser(payload)) {
            require(json.nextToken() == JsonToken.START_OBJECT);
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String field = json.currentName();
                JsonToken value = json.nextToken();
                if (value == JsonToken.VALUE_NUMBER_INT) {
                    numbers.put(field, json.getLongValue());
                } else if (value == JsonToken.VALUE_STRING) {
                    texts.put(field, json.getText());
                } else {
                    // a field of a later version
                    json.skipChildren();
                }
            }
            return new LedgerFact(
                    LedgerFact.Kind.valueOf(text(texts, "kind").toUpperCase(Locale.ROOT)),
                    text(texts, "id"),
                    text(texts, "source"),
                    texts.get("topic"),
                    number(numbers, "from_us"),
                    number(numbers, "to_us"),
                    text(texts, "reason"),
                    number(numbers, "count"),
                    text(texts, "sentence"));
        } catch (IOException | IllegalArgumentException wrong) {
            throw Problem.of("ledger-fact-unparsable", "The ledger's fact cannot be read: " + wrong.getMessage() + ".")
                    .asException();
        }
    }

    private static String text(Map<String, String> texts, String field) {
        return present(texts.get(field), field);
    }

    private static long number(Map<String, Long> numbers, String field) {
        return present(numbers.get(field), field);
    }

    private static <T> T present(@Nullable T value, String field) {
        if (value == null) {
            throw new IllegalArgumentException("'" + field + "' is missing");
        }
        return value;
    }

    private static void require(boolean condition) {
        if (!condition) {
            throw new IllegalArgumentException("it is no object");
        }
    }
}
