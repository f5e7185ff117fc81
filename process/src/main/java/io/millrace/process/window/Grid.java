package io.millrace.process.window;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.concurrent.TimeUnit;

/** Cuts time into panes that follow each other without gap. Times are microseconds since 1970. */
sealed interface Grid {

    long DAY_MICROS = TimeUnit.DAYS.toMicros(1);

    /** Where the pane begins in which a time lies. */
    long start(long time);

    /** Where the pane that begins here ends, and the next one begins. */
    long next(long start);

    /** Where the pane began that lies so many panes before the one that begins here. */
    long back(long start, int panes);

    /**
     * Panes of one length, counted from 1 January 1970, 00:00 UTC: clock changes do not touch them.
     *
     * @param offset how much later than that they are counted from
     */
    record Even(long length, long offset) implements Grid {

        @Override
        public long start(long time) {
            return time - Math.floorMod(time - offset, length);
        }

        @Override
        public long next(long start) {
            return start + length;
        }

        @Override
        public long back(long start, int panes) {
            return start - panes * length;
        }
    }

    /**
     * Panes of whole days of a calendar, 23 or 25 hours long where the clock changes. Counted from a Monday, so that
     * seven days are a week as ISO 8601 has it.
     *
     * @param begins the time of day at which a day begins; when the clock leaves it out, it begins as much later as the
     *     clock jumps; when the clock shows it twice, at the first
     */
    record Days(int days, LocalTime begins, ZoneId zone) implements Grid {

        private static final long MONDAY = LocalDate.of(1970, 1, 5).toEpochDay();

        @Override
        public long start(long time) {
            LocalDate date = dayOf(time);
            return micros(date.minusDays(Math.floorMod(date.toEpochDay() - MONDAY, (long) days)));
        }

        @Override
        public long next(long start) {
            return micros(dayOf(start).plusDays(days));
        }

        @Override
        public long back(long start, int panes) {
            return micros(dayOf(start).minusDays((long) panes * days));
        }

        /** The day in which a time lies; it may have begun on the calendar's day before, or later than midnight. */
        private LocalDate dayOf(long time) {
            LocalDate date = Instant.ofEpochSecond(Math.floorDiv(time, 1_000_000L))
                    .atZone(zone)
                    .toLocalDate();
            while (micros(date) > time) {
                date = date.minusDays(1);
            }
            while (micros(date.plusDays(1)) <= time) {
                date = date.plusDays(1);
            }
            return date;
        }

        private long micros(LocalDate date) {
            return date.atTime(begins).atZone(zone).toEpochSecond() * 1_000_000L;
        }
    }
}
