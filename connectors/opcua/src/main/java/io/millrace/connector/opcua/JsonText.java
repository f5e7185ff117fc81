package io.millrace.connector.opcua;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.lang.reflect.Array;
import java.util.Map;
import org.eclipse.milo.opcua.stack.core.types.UaEnumeratedType;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExtensionObject;
import org.eclipse.milo.opcua.stack.core.types.builtin.Matrix;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.ULong;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UNumber;
import org.jspecify.annotations.Nullable;

/**
 * Arrays, matrices and structures as JSON. Numbers are numbers, also those of 64 bits; NaN and the infinities are the
 * strings that OPC 10000-6, 5.4.2.4 gives them; everything else is the text it would be by itself.
 */
final class JsonText {

    private static final JsonFactory JSON = new JsonFactory();
    private static final int DEEPEST = 32;

    private final JsonGenerator json;
    private final Structures structures;

    private JsonText(JsonGenerator json, Structures structures) {
        this.json = json;
        this.structures = structures;
    }

    static String of(Object raw, Structures structures) throws Structures.Undecodable {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            new JsonText(json, structures).write(raw, 0);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return text.toString();
    }

    private void write(@Nullable Object raw, int depth) throws IOException, Structures.Undecodable {
        if (depth > DEEPEST) {
            throw new Structures.Undecodable("nested deeper than " + DEEPEST);
        }
        if (raw == null) {
            json.writeNull();
        } else if (raw instanceof Boolean bool) {
            json.writeBoolean(bool);
        } else if (raw instanceof Double real) {
            writeReal(real, real.toString());
        } else if (raw instanceof Float real) {
            writeReal(Values.widened(real), real.toString());
        } else if (raw instanceof ULong big) {
            json.writeNumber(big.toBigInteger());
        } else if (raw instanceof UNumber || raw instanceof Number) {
            json.writeNumber(((Number) raw).longValue());
        } else if (raw instanceof UaEnumeratedType choice) {
            json.writeNumber(choice.getValue());
        } else if (raw.getClass().isArray()) {
            json.writeStartArray();
            for (int i = 0; i < Array.getLength(raw); i++) {
                write(Array.get(raw, i), depth + 1);
            }
            json.writeEndArray();
        } else if (raw instanceof Matrix matrix) {
            write(matrix.nestedArrayValue(), depth + 1);
        } else if (raw instanceof Variant variant) {
            write(variant.value(), depth + 1);
        } else if (raw instanceof DataValue data) {
            write(data.value() == null ? null : data.value().value(), depth + 1);
        } else if (raw instanceof ExtensionObject object) {
            write(object.isNull() ? null : structures.members(object), depth + 1);
        } else if (raw instanceof Map<?, ?> members) {
            json.writeStartObject();
            for (Map.Entry<?, ?> member : members.entrySet()) {
                json.writeFieldName(String.valueOf(member.getKey()));
                write(member.getValue(), depth + 1);
            }
            json.writeEndObject();
        } else {
            Map<String, ?> members = structures.members(raw);
            if (members == null) {
                json.writeString(Values.text(raw));
            } else {
                write(members, depth + 1);
            }
        }
    }

    private void writeReal(double real, String text) throws IOException {
        if (Double.isFinite(real)) {
            json.writeNumber(real);
        } else {
            json.writeString(text);
        }
    }
}
