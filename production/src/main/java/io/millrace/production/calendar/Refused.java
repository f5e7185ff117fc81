package io.millrace.production.calendar;

import io.millrace.model.Problem;
import io.millrace.model.ProblemException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.format.DateTimeParseException;

/** Reads times and dates as people write them, and says what is wrong with them. */
final class Refused {

    private Refused() {}

    static void unless(boolean right, String message, String remedy) {
        if (!right) {
            throw because(message, remedy);
        }
    }

    static ProblemException because(String message, String remedy) {
        return Problem.of("calendar-refused", message, remedy).asException();
    }

    static LocalTime time(String key, String text) {
        try {
            return LocalTime.parse(text.matches("\\d:\\d\\d") ? "0" + text : text);
        } catch (DateTimeParseException unreadable) {
            throw because(key + " says '" + text + "', which is no time of day.", "Write it as 06:00.");
        }
    }

    static LocalDate date(String key, String text) {
        try {
            return LocalDate.parse(text.trim());
        } catch (DateTimeParseException unreadable) {
            throw because(key + " says '" + text + "', which is no date.", "Write it as 2026-12-24.");
        }
    }

    static LocalDateTime moment(String key, String text) {
        try {
            return LocalDateTime.parse(text.trim().replaceFirst("\\s+", "T"));
        } catch (DateTimeParseException unreadable) {
            throw because(
                    key + " says '" + text + "', which is neither a date nor a date with a time.",
                    "Write it as 2026-12-24 or 2026-12-24 14:00.");
        }
    }
}
