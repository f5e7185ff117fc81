package io.millrace.process.alarm;

import io.millrace.model.Value;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A tag of which nothing good is heard. Before the first value nothing is said: a plant that never was connected is not
 * silent.
 *
 * @param silence how long nothing may come, microseconds
 */
record SilenceWatch(long silence) implements Watch {

    private static final double MICROS_PER_SECOND = 1e6;

    @Override
    public Value accept(String input, Value value) {
        return value;
    }

    @Override
    public Optional<Finding> judge(AlarmMemory memory, long time, boolean before) {
        Heard heard = memory.heard().get(0);
        return heard.isNothing()
                ? Optional.empty()
                : Optional.of(new Finding(time - heard.at() >= silence, heard.value()));
    }

    @Override
    public @Nullable Value limit() {
        return Value.of(silence / MICROS_PER_SECOND);
    }

    @Override
    public String standardMessage() {
        return "{alarm} at {location}: nothing heard for {limit} s, last {value}";
    }
}
