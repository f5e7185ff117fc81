package io.millrace.prove.plant;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * When the plant means to work. Its clock on the wall is set so that an hour, a day and some shifts end while it is
 * struck: it shows 05:59:30 when the proof begins. Times are microseconds since 1970.
 *
 * @param beginMicros when the proof begins, a whole second
 */
public record Timetable(long beginMicros) {

    private static final long SECOND = TimeUnit.SECONDS.toMicros(1);
    private static final long HOUR = TimeUnit.HOURS.toMicros(1);
    private static final long DAY = TimeUnit.DAYS.toMicros(1);

    private static final int SECONDS_A_DAY = 86_400;
    /** What the wall shows in the beginning, as a second of the day. */
    private static final int SHOWN = 5 * 3_600 + 59 * 60 + 30;

    private static final int HOUR_ENDS_AFTER = 30;
    private static final int DAY_BEGINS_AFTER = 40;
    private static final String HOURS = "hour";
    private static final String SHIFTS = "shift";
    private static final String DAYS = "day";

    /** The kinds of periods there are. */
    public static final List<String> KINDS = List.of(HOURS, SHIFTS, DAYS);

    /** When the shifts begin by which pieces are counted, in seconds after the beginning: one follows the other. */
    private static final List<Integer> COUNTED =
            List.of(40, 70, 100, 130, 160, 600, 1_000, 1_400, 1_800, 2_200, 2_600, 3_000);

    /** By which production is planned: with breaks, and with gaps in which nothing is planned. */
    private static final List<Turn> PLANNED = List.of(
            new Turn("night", -600, 640, -300, 20),
            new Turn("early", 40, 48, 60, 7),
            new Turn("late", 95, 65, 120, 12),
            new Turn("long", 160, 440, 175, 15),
            new Turn("first", 600, 390, 700, 20),
            new Turn("second", 1_000, 395, 1_100, 30),
            new Turn("third", 1_400, 400, 1_500, 30),
            new Turn("fourth", 1_800, 380, 1_900, 40),
            new Turn("fifth", 2_200, 400, 2_300, 30),
            new Turn("sixth", 2_600, 400, 2_700, 30),
            new Turn("last", 3_000, 7_200, 3_600, 600));

    /**
     * A shift, in seconds after the beginning.
     *
     * @param pause when its break begins
     */
    private record Turn(String name, int start, int length, int pause, int pauseLength) {}

    /**
     * A shift of a day.
     *
     * @param pauseStart its only break
     */
    public record Shift(String name, long start, long end, long pauseStart, long pauseEnd) {}

    /**
     * A period that has a figure of its own.
     *
     * @param kind hour, shift or day
     * @param end the first moment that is not part of it
     * @param day the production day it belongs to
     */
    public record Period(String kind, String name, long start, long end, LocalDate day) {}

    /** A stretch of time; its end is the first moment that is not part of it. */
    public record Stretch(long start, long end) {}

    public static Timetable from(Instant now) {
        return new Timetable(TimeUnit.SECONDS.toMicros(now.getEpochSecond()));
    }

    /** The time zone of the plant. */
    public ZoneOffset zone() {
        int here = (int) Math.floorMod(beginMicros / SECOND, (long) SECONDS_A_DAY);
        int offset = Math.floorMod(SHOWN - here, SECONDS_A_DAY);
        return ZoneOffset.ofTotalSeconds(offset > SECONDS_A_DAY / 2 ? offset - SECONDS_A_DAY : offset);
    }

    /** As the site file writes it: when shifts begin by which pieces are counted, times of day. */
    public List<String> countedShifts() {
        return COUNTED.stream().map(Timetable::timeOfDay).toList();
    }

    /** As the site file writes it: each shift as a group. */
    public List<String> plannedShifts() {
        return PLANNED.stream()
                .map(turn -> "%s: {start: \"%s\", length: %ds, breaks: [{start: \"%s\", length: %ds}]}"
                        .formatted(
                                turn.name, timeOfDay(turn.start), turn.length, timeOfDay(turn.pause), turn.pauseLength))
                .toList();
    }

    public List<String> shiftNames() {
        return PLANNED.stream().map(Turn::name).toList();
    }

    public String dayBegins() {
        return timeOfDay(DAY_BEGINS_AFTER);
    }

    private static String timeOfDay(int after) {
        int second = SHOWN + after;
        return "%02d:%02d:%02d".formatted(second / 3_600, second / 60 % 60, second % 60);
    }

    /** The period of a counter that a time lies in. */
    public Stretch counted(String kind, long micros) {
        if (kind.equals(SHIFTS)) {
            long start = Long.MIN_VALUE;
            long end = Long.MAX_VALUE;
            for (long day = dayOf(micros) - 1; day <= dayOf(micros) + 1; day++) {
                for (int after : COUNTED) {
                    long bound = beginMicros + day * DAY + after * SECOND;
                    start = bound <= micros ? Math.max(start, bound) : start;
                    end = bound > micros ? Math.min(end, bound) : end;
                }
            }
            return new Stretch(start, end);
        }
        long length = kind.equals(HOURS) ? HOUR : DAY;
        long bound = beginMicros + (kind.equals(HOURS) ? HOUR_ENDS_AFTER : DAY_BEGINS_AFTER) * SECOND;
        long start = bound + Math.floorDiv(micros - bound, length) * length;
        return new Stretch(start, start + length);
    }

    /** The periods of one kind that a stretch of time touches, in order. */
    public List<Period> periods(String kind, long from, long to) {
        List<Period> periods = new ArrayList<>();
        if (kind.equals(SHIFTS)) {
            for (Shift shift : shifts(from, to)) {
                periods.add(new Period(kind, shift.name, shift.start, shift.end, day(shift.start)));
            }
            return periods;
        }
        for (Stretch at = counted(kind, from); at.start < to; at = counted(kind, at.end)) {
            String name = kind.equals(HOURS)
                    ? wall(at.start).toLocalTime().toString()
                    : day(at.start).toString();
            periods.add(new Period(kind, name, at.start, at.end, day(at.start)));
        }
        return periods;
    }

    /** The shifts in which production is planned, and that a stretch of time touches, in order. */
    public List<Shift> shifts(long from, long to) {
        List<Shift> shifts = new ArrayList<>();
        for (long day = dayOf(from) - 1; day <= dayOf(to) + 1; day++) {
            for (Turn turn : PLANNED) {
                long midnight = beginMicros + day * DAY;
                long start = midnight + turn.start * SECOND;
                long pause = midnight + turn.pause * SECOND;
                Shift shift = new Shift(
                        turn.name, start, start + turn.length * SECOND, pause, pause + turn.pauseLength * SECOND);
                if (shift.start < to && shift.end > from) {
                    shifts.add(shift);
                }
            }
        }
        return shifts;
    }

    /** The production day that a time belongs to. */
    public LocalDate day(long micros) {
        return wall(counted(DAYS, micros).start).toLocalDate();
    }

    private long dayOf(long micros) {
        return Math.floorDiv(micros - beginMicros, DAY);
    }

    private LocalDateTime wall(long micros) {
        return LocalDateTime.ofInstant(Instant.EPOCH.plus(micros, ChronoUnit.MICROS), zone());
    }
}
