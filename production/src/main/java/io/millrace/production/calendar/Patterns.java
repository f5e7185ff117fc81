package io.millrace.production.calendar;

import io.millrace.model.PlantClock;
import io.millrace.production.Span;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** The shifts that follow from what a person wrote, without those that were added or deleted one by one. Immutable. */
final class Patterns {

    private final CalendarOptions options;
    private final PlantClock clock;
    private final LocalTime dayBegins;
    private final Set<LocalDate> holidays;
    /** Times without production, which end no shift. */
    private final List<Span> closed;

    Patterns(CalendarOptions options, PlantClock clock) {
        this.options = options;
        this.clock = clock;
        this.dayBegins = options.dayBegins();
        this.holidays = options.holidays().stream()
                .map(day -> Refused.date("holidays", day))
                .collect(Collectors.toCollection(HashSet::new));
        this.closed = options.exceptions().stream()
                .filter(exception -> !exception.isOfDays())
                .map(exception -> new Span(
                        clock.micros(Refused.moment("from", Objects.requireNonNull(exception.from()))),
                        clock.micros(Refused.moment("to", Objects.requireNonNull(exception.to())))))
                .toList();
    }

    List<Span> closed() {
        return closed;
    }

    /** The shifts of some production days in order of time; where two overlap, the earlier ends when the later begins. */
    List<Shift> shifts(LocalDate first, LocalDate last) {
        List<Shift> shifts = new ArrayList<>();
        for (LocalDate day = first; !day.isAfter(last); day = day.plusDays(1)) {
            for (String name : names(day)) {
                shifts.add(shift(name, Objects.requireNonNull(options.shifts().get(name)), day));
            }
        }
        shifts.sort(Comparator.comparingLong((Shift shift) -> shift.span().startMicros())
                .thenComparing(Shift::name));
        List<Shift> apart = new ArrayList<>(shifts.size());
        for (int i = 0; i < shifts.size(); i++) {
            Shift shift = shifts.get(i);
            long next = i + 1 < shifts.size() ? shifts.get(i + 1).span().startMicros() : Long.MAX_VALUE;
            long start = shift.span().startMicros();
            Span span = new Span(start, Math.min(shift.span().endMicros(), next));
            if (!span.isEmpty()) {
                apart.add(shift.in(span));
            }
        }
        return apart;
    }

    private List<String> names(LocalDate day) {
        for (ExceptionOptions exception : options.exceptions()) {
            if (exception.holdsOn(day)) {
                return exception.names();
            }
        }
        if (holidays.contains(day)) {
            return List.of();
        }
        return options.patterns().stream()
                .filter(pattern -> pattern.holdsOn(day))
                .findFirst()
                .map(pattern -> pattern.on(day))
                .orElse(List.of());
    }

    private Shift shift(String name, ShiftOptions shift, LocalDate day) {
        LocalDateTime start = day.atTime(dayBegins).plus(ShiftOptions.after(dayBegins, shift.begins()));
        Span span = span(start, start.plus(shift.length()));
        List<Span> breaks = shift.breaks().stream()
                .map(pause -> {
                    LocalDateTime begin = start.plus(ShiftOptions.after(shift.begins(), pause.begins()));
                    return span(begin, begin.plus(pause.length())).within(span);
                })
                .filter(pause -> !pause.isEmpty())
                .sorted(Comparator.comparingLong(Span::startMicros))
                .toList();
        return new Shift(name, day, span, breaks);
    }

    private Span span(LocalDateTime from, LocalDateTime to) {
        long start = clock.micros(from);
        return new Span(start, Math.max(start, clock.micros(to)));
    }
}
