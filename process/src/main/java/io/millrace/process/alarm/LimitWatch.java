package io.millrace.process.alarm;

import io.millrace.model.Value;
import java.util.Optional;

/**
 * A value beyond a limit. There is reason for an alarm from the first value beyond the limit on, until one comes that is
 * back behind it by the hysteresis.
 *
 * @param high whether values above the limit are meant; otherwise those below
 * @param hysteresis not negative
 */
record LimitWatch(boolean high, double bound, double hysteresis) implements Watch {

    @Override
    public Value accept(String input, Value value) {
        return NumbersOnly.accept(value);
    }

    @Override
    public Optional<Finding> judge(AlarmMemory memory, long time, boolean before) {
        Value value = memory.heard().get(0).value();
        if (value == null) {
            return Optional.empty();
        }
        double beyond = high ? Watch.number(value) - bound : bound - Watch.number(value);
        return Optional.of(new Finding(beyond > (before ? -hysteresis : 0), value));
    }

    @Override
    public Value limit() {
        return Value.of(bound);
    }

    @Override
    public String standardMessage() {
        return "{alarm} at {location}: {value} is " + (high ? "above" : "below") + " {limit}";
    }
}
