package io.millrace.model.contract;

import io.millrace.model.Value;
import io.millrace.model.Value.DataType;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Values and types as people read them. */
final class Words {

    private static final int LONGEST = 40;
    private static final int MOST = 12;

    private Words() {}

    static String of(DataType type) {
        return switch (type) {
            case INTEGER -> "a whole number";
            case NUMBER -> "a number";
            case BOOLEAN -> "true or false";
            case TEXT -> "text";
        };
    }

    /** Text in quotes, and no more than its beginning. */
    static String of(Value value) {
        if (value instanceof Value.Text text) {
            String shown = text.value();
            return "'" + (shown.length() <= LONGEST ? shown : shown.substring(0, LONGEST) + "...") + "'";
        }
        if (value instanceof Value.Whole whole) {
            return Long.toString(whole.value());
        }
        return value instanceof Value.Real real ? number(real.value()) : Boolean.toString(((Value.Bool) value).value());
    }

    /** With the kind where the look does not tell it. */
    static String found(Value value) {
        return value instanceof Value.Text ? "the text " + of(value) : of(value);
    }

    static String number(double number) {
        String plain =
                new BigDecimal(Double.toString(number)).stripTrailingZeros().toPlainString();
        return plain.length() <= 24 ? plain : Double.toString(number);
    }

    static String range(@Nullable Double lowest, @Nullable Double highest) {
        if (lowest != null && highest != null) {
            return " from " + number(lowest) + " to " + number(highest);
        }
        return lowest != null ? " from " + number(lowest) + " on" : highest != null ? " up to " + number(highest) : "";
    }

    static String list(List<String> words) {
        return words.size() <= MOST
                ? String.join(", ", words)
                : String.join(", ", words.subList(0, MOST)) + " and " + (words.size() - MOST) + " more";
    }
}
