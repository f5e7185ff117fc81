package io.millrace.production.calendar;

import io.millrace.model.settings.DefaultsTo;
import io.millrace.model.settings.Described;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Days with other shifts than the pattern's, or a time without production. */
@Described("Days with other shifts than the pattern's, or a time without production.")
public record ExceptionOptions(
        @Described("The day it is about, such as 2026-12-24.") @Nullable
        String day,

        @Described("Without day: the first day, or the moment, such as 2026-12-24 14:00.") @Nullable
        String from,

        @Described("Without day: the last day, or the moment at which production goes on.") @Nullable
        String to,

        @Described("The shifts of these days; without it there is no production.") @Nullable
        List<String> shifts,

        @Described("Why, for people.") @DefaultsTo("") String reason) {

    public ExceptionOptions {
        shifts = shifts == null ? null : List.copyOf(shifts);
        Refused.unless(
                day == null ? from != null && to != null : from == null && to == null,
                "The exception does not say when it is.",
                "Give a day, or both from and to.");
        if (day != null) {
            Refused.date("day", day);
        } else {
            Refused.unless(
                    isDate(text(from)) == isDate(text(to)),
                    "The exception goes from '" + from + "' to '" + to + "'.",
                    "Write two dates, or two dates with times.");
            boolean inOrder = isDate(text(from))
                    ? !Refused.date("to", text(to)).isBefore(Refused.date("from", text(from)))
                    : Refused.moment("to", text(to)).isAfter(Refused.moment("from", text(from)));
            Refused.unless(
                    inOrder, "The exception ends at " + to + " before it begins at " + from + ".", "Exchange them.");
            Refused.unless(
                    shifts == null || isDate(text(from)),
                    "The exception names shifts for a part of a day.",
                    "Give whole days, or add the shift by an event on _analytics/shift/add.");
        }
    }

    /** Whether it is about whole production days. */
    boolean isOfDays() {
        return day != null || isDate(text(from));
    }

    boolean holdsOn(LocalDate production) {
        if (!isOfDays()) {
            return false;
        }
        LocalDate first = Refused.date("from", day == null ? text(from) : day);
        LocalDate last = Refused.date("to", day == null ? text(to) : day);
        return !production.isBefore(first) && !production.isAfter(last);
    }

    List<String> names() {
        return shifts == null ? List.of() : shifts;
    }

    static boolean isDate(String text) {
        return text.trim().length() <= "2026-12-24".length();
    }

    private static String text(@Nullable String given) {
        return given == null ? "" : given;
    }
}
