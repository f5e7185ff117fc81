package io.millrace.process.alarm;

import io.millrace.model.Value;
import io.millrace.process.expression.Condition;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An expression over the last known values that is true. */
record ExpressionWatch(List<String> names, Condition condition) implements Watch {

    ExpressionWatch {
        names = List.copyOf(names);
    }

    @Override
    public Value accept(String input, Value value) {
        return condition.accept(input, value);
    }

    @Override
    public Optional<Finding> judge(AlarmMemory memory, long time, boolean before) {
        Map<String, Value> values = new HashMap<>();
        for (int i = 0; i < names.size(); i++) {
            Value value = memory.heard().get(i).value();
            if (value != null) {
                values.put(names.get(i), value);
            }
        }
        Value only = names.size() == 1 ? values.get(names.get(0)) : null;
        return condition.holds(values, time).map(holds -> new Finding(holds, only));
    }

    @Override
    public @Nullable Value limit() {
        return null;
    }

    @Override
    public String standardMessage() {
        return "{alarm} at {location}";
    }
}
