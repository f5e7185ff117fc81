package io.millrace.process.route;

import io.millrace.model.Problem;
import io.millrace.model.Value;
import io.millrace.process.core.Content;
import io.millrace.process.core.EventFields;
import io.millrace.process.core.Input;
import io.millrace.process.core.Output;
import io.millrace.process.core.Processor;
import io.millrace.process.core.StateCodec;
import io.millrace.process.core.Step;
import java.io.DataInput;
import java.io.DataOutput;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Tells messages on other topics, whole or field by field. Thread-safe. */
final class Route implements Processor<Route.Nothing> {

    /** A route remembers nothing. */
    enum Nothing {
        NOTHING
    }

    private final Destination destination;
    private final List<String> fields;

    Route(Destination destination, List<String> fields) {
        this.destination = destination;
        this.fields = List.copyOf(fields);
    }

    @Override
    public Nothing begin() {
        return Nothing.NOTHING;
    }

    @Override
    public Step<Nothing> apply(Nothing state, Input input) {
        return fields.isEmpty()
                ? Step.of(state, Pass.on(destination.topic(input, ""), input, input.content()))
                : new Step<>(state, split(input));
    }

    private List<Output> split(Input input) {
        if (!(input.content() instanceof Content.Happened event)) {
            throw Problem.of(
                            "input-wrong-type",
                            "'" + input.topic() + "' carries a sample, which has no fields.",
                            "Read events, or remove 'fields'.")
                    .asException();
        }
        Map<String, Value> values = EventFields.read(event.json());
        List<Output> outputs = new ArrayList<>(fields.size());
        for (String field : fields) {
            Value value = values.get(field);
            if (value != null) {
                outputs.add(Pass.on(destination.topic(input, field), input, Content.of(value)));
            }
        }
        if (outputs.isEmpty()) {
            throw Problem.of(
                            "event-field-missing",
                            "The event on '" + input.topic() + "' has none of the fields " + String.join(", ", fields)
                                    + ".",
                            "Send one of them, or correct 'fields'.")
                    .asException();
        }
        return outputs;
    }

    @Override
    public StateCodec<Nothing> codec() {
        return Codec.CODEC;
    }

    private enum Codec implements StateCodec<Nothing> {
        CODEC;

        @Override
        public String form() {
            return "route-1";
        }

        @Override
        public void write(Nothing state, DataOutput out) {}

        @Override
        public Nothing read(DataInput in) {
            return Nothing.NOTHING;
        }
    }
}
