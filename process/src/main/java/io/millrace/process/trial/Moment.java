package io.millrace.process.trial;

import io.millrace.model.Problem;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A time as people write it. Pure. */
public final class Moment {

    private static final Pattern AGO = Pattern.compile("(\\d{1,9})(s|min|m|h|d)");
    private static final Pattern MILLIS = Pattern.compile("\\d{12,14}");

    private Moment() {}

    /**
     * Reads {@code 2026-11-21T06:00} (with seconds and parts of them, with a blank instead of the T, with {@code Z} or an
     * offset behind it), {@code 06:00:12.5}, or milliseconds since 1970.
     *
     * @param zone of times without one
     * @param day of times without one
     * @return microseconds since 1970
     * @throws io.millrace.model.ProblemException {@code time-unreadable}
     */
    public static long micros(String text, ZoneId zone, LocalDate day) {
        String plain = text.trim();
        try {
            if (MILLIS.matcher(plain).matches()) {
                return Math.multiplyExact(Long.parseLong(plain), 1000L);
            }
            return micros(instant(plain, zone, day));
        } catch (DateTimeException | ArithmeticException unreadable) {
            throw Problem.of(
                            "time-unreadable",
                            "'" + text + "' is no time.",
                            "Write it as 2026-11-21T06:00:00.250, in the time zone " + zone + ".")
                    .asException();
        }
    }

    private static Instant instant(String text, ZoneId zone, LocalDate day) {
        if (text.matches("\\d{2}:.*")) {
            return day.atTime(LocalTime.parse(text)).atZone(zone).toInstant();
        }
        String whole = text.replace(' ', 'T');
        if (whole.matches("\\d{4}-\\d{2}-\\d{2}")) {
            return LocalDate.parse(whole).atStartOfDay(zone).toInstant();
        }
        return whole.matches(".*T.*(Z|[+-]\\d{2}:\\d{2})")
                ? OffsetDateTime.parse(whole).toInstant()
                : LocalDateTime.parse(whole).atZone(zone).toInstant();
    }

    /** As {@link #micros(String, ZoneId, LocalDate)} of today, or {@code 2h}: so long before now. */
    public static long micros(String text, ZoneId zone, Instant now) {
        Matcher ago = AGO.matcher(text.trim());
        if (!ago.matches()) {
            return micros(text, zone, LocalDate.ofInstant(now, zone));
        }
        long number = Long.parseLong(ago.group(1));
        Duration span =
                switch (ago.group(2)) {
                    case "s" -> Duration.ofSeconds(number);
                    case "m", "min" -> Duration.ofMinutes(number);
                    case "h" -> Duration.ofHours(number);
                    default -> Duration.ofDays(number);
                };
        return micros(now.minus(span));
    }

    public static long micros(Instant instant) {
        return Math.addExact(Math.multiplyExact(instant.getEpochSecond(), 1_000_000L), instant.getNano() / 1000);
    }
}
