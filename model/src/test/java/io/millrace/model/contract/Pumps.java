package io.millrace.model.contract;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.model.Message;
import io.millrace.model.Namespace;
import io.millrace.model.Payloads;
import io.millrace.model.Topic;
import io.millrace.model.Value;
import io.millrace.model.Value.DataType;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A model of a pump, for tests. */
final class Pumps {

    static final Namespace NAMESPACE = new Namespace("umh/v1");
    static final String PLACE = "umh/v1/acme/works/pump-1/_pump_v1";

    private static final Payloads PAYLOADS = new Payloads(Clock.systemUTC());

    private Pumps() {}

    static Field.Leaf number(
            @Nullable String unit, @Nullable Double lowest, @Nullable Double highest, boolean required) {
        return new Field.Leaf(DataType.NUMBER, unit, lowest, highest, Set.of(), required, null);
    }

    static Field.Leaf plain(DataType type) {
        return new Field.Leaf(type, null, null, null, Set.of(), false, null);
    }

    static Field.Leaf oneOf(DataType type, Object... values) {
        Set<Value> may = new LinkedHashSet<>();
        for (Object value : values) {
            may.add(value instanceof String text ? Value.of(text) : Value.of((long) (Integer) value));
        }
        return new Field.Leaf(type, null, null, null, may, false, null);
    }

    static Field.Group group(boolean required, Object... namesAndFields) {
        Map<String, Field> fields = new LinkedHashMap<>();
        for (int i = 0; i < namesAndFields.length; i += 2) {
            fields.put((String) namesAndFields[i], (Field) namesAndFields[i + 1]);
        }
        return new Field.Group(fields, required, null);
    }

    static Field.Group root() {
        return group(
                false,
                "flow",
                number("m3/h", 0.0, 250.0, true),
                "starts",
                plain(DataType.INTEGER),
                "running",
                plain(DataType.BOOLEAN),
                "state",
                oneOf(DataType.TEXT, "stopped", "running", "fault"),
                "mode",
                oneOf(DataType.INTEGER, 0, 1, 2),
                "motor",
                group(
                        false,
                        "current",
                        number("A", 0.0, null, true),
                        "winding",
                        group(true, "temperature", number("degC", null, 155.0, true))));
    }

    static Model model(Model.OnMismatch onMismatch, boolean open) {
        return new Model(ModelName.parse("_pump_v1"), "A pump.", onMismatch, open, root());
    }

    static Topic topic(String name) {
        return NAMESPACE.parse(name.isEmpty() ? PLACE : PLACE + "/" + name);
    }

    static Message message(Topic topic, String json) {
        return PAYLOADS.read(topic, json.getBytes(UTF_8), 1_732_280_023_697_000L);
    }

    static Models models(Models.Unknown unknown) {
        return new Models(List.of(model(Model.OnMismatch.QUARANTINE, false)), unknown);
    }
}
