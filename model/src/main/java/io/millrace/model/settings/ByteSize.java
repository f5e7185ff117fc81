package io.millrace.model.settings;

import io.millrace.model.Problem;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An amount of memory or disk.
 *
 * @param bytes not negative
 */
public record ByteSize(long bytes) {

    private static final Pattern FORM =
            Pattern.compile("\\s*(\\d+)\\s*(|B|KiB|MiB|GiB|TiB)\\s*", Pattern.CASE_INSENSITIVE);
    private static final Map<String, Integer> SHIFTS =
            Map.of("", 0, "b", 0, "kib", 10, "mib", 20, "gib", 30, "tib", 40);

    public ByteSize {
        if (bytes < 0) {
            throw unreadable(Long.toString(bytes)).asException();
        }
    }

    /**
     * Reads {@code 512}, {@code 64KiB}, {@code 16MiB}, {@code 10GiB}.
     *
     * @throws io.millrace.model.ProblemException {@code size-unreadable}
     */
    public static ByteSize parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw unreadable(text).asException();
        }
        int shift = SHIFTS.getOrDefault(matcher.group(2).toLowerCase(Locale.ROOT), 0);
        try {
            return new ByteSize(Math.multiplyExact(Long.parseLong(matcher.group(1)), 1L << shift));
        } catch (ArithmeticException | NumberFormatException tooLarge) {
            throw unreadable(text).asException();
        }
    }

    private static Problem unreadable(String text) {
        return Problem.of(
                "size-unreadable", "'" + text + "' is not a size.", "Write it as 512, 64KiB, 16MiB or 10GiB.");
    }
}
