package io.millrace.process.alarm;

import io.millrace.model.Value;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Values as people read them. */
final class Texts {

    private static final double WHOLE_UP_TO = 1e15;

    private Texts() {}

    /** A value as text; whole numbers without a fraction, nothing as an empty text. */
    static String of(@Nullable Value value) {
        if (value instanceof Value.Text text) {
            return text.value();
        }
        if (value instanceof Value.Whole whole) {
            return Long.toString(whole.value());
        }
        if (value instanceof Value.Real real) {
            return of(real.value());
        }
        return value instanceof Value.Bool bool ? Boolean.toString(bool.value()) : "";
    }

    static String of(double number) {
        return number == Math.rint(number) && Math.abs(number) < WHOLE_UP_TO
                ? Long.toString((long) number)
                : Double.toString(number);
    }

    /** A length of time as a site file says it: 90s, 1h30min, 8h, 2d. */
    static String of(Duration length) {
        if (length.toHours() >= 48 && length.equals(Duration.ofDays(length.toDays()))) {
            return length.toDays() + "d";
        }
        return length.toString().substring(2).toLowerCase(Locale.ROOT).replace("m", "min");
    }

    static String cut(String text, int longest) {
        return text.length() <= longest ? text : text.substring(0, longest);
    }
}
