package io.millrace.process.alarm;

import io.millrace.model.Value;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A value that is one of some words: a machine's state, a switch, a fault code. Numbers are compared as numbers. */
record WordWatch(List<String> words) implements Watch {

    WordWatch {
        words = List.copyOf(words);
    }

    @Override
    public Value accept(String input, Value value) {
        return value;
    }

    @Override
    public Optional<Finding> judge(AlarmMemory memory, long time, boolean before) {
        Value value = memory.heard().get(0).value();
        return value == null ? Optional.empty() : Optional.of(new Finding(isOneOf(words, value), value));
    }

    /** Whether a value is one of some words; {@code 1} and {@code 1.0} are the same. */
    static boolean isOneOf(List<String> words, Value value) {
        String text = Texts.of(value);
        return words.stream().anyMatch(word -> word.equals(text) || sameNumber(word, value));
    }

    private static boolean sameNumber(String word, Value value) {
        if (!(value instanceof Value.Whole || value instanceof Value.Real)) {
            return false;
        }
        try {
            return Double.compare(Double.parseDouble(word), Watch.number(value)) == 0;
        } catch (NumberFormatException noNumber) {
            return false;
        }
    }

    @Override
    public @Nullable Value limit() {
        return null;
    }

    @Override
    public String standardMessage() {
        return "{alarm} at {location}: {value}";
    }
}
