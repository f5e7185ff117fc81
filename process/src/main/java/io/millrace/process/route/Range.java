package io.millrace.process.route;

import io.millrace.model.Value;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which values fit: a range of numbers, a list of values, or both. Immutable. */
final class Range {

    private final @Nullable Double min;
    private final @Nullable Double max;
    private final Set<String> texts;
    private final List<Double> numbers = new ArrayList<>();

    Range(@Nullable Double min, @Nullable Double max, List<String> oneOf) {
        this.min = min;
        this.max = max;
        this.texts = new HashSet<>(oneOf);
        for (String one : oneOf) {
            try {
                numbers.add(Double.parseDouble(one));
            } catch (NumberFormatException text) {
                // it is compared as text only
            }
        }
    }

    boolean fits(Value value) {
        return fitsBounds(value) && (texts.isEmpty() || isListed(value));
    }

    private boolean fitsBounds(Value value) {
        if (min == null && max == null) {
            return true;
        }
        double number;
        if (value instanceof Value.Whole whole) {
            number = (double) whole.value();
        } else if (value instanceof Value.Real real) {
            number = real.value();
        } else {
            return false;
        }
        return (min == null || number >= min) && (max == null || number <= max);
    }

    private boolean isListed(Value value) {
        if (value instanceof Value.Text text) {
            return texts.contains(text.value());
        }
        if (value instanceof Value.Bool bool) {
            return texts.contains(String.valueOf(bool.value()));
        }
        if (value instanceof Value.Whole whole && texts.contains(String.valueOf(whole.value()))) {
            return true;
        }
        double number = value instanceof Value.Whole whole ? (double) whole.value() : ((Value.Real) value).value();
        return numbers.contains(number);
    }
}
