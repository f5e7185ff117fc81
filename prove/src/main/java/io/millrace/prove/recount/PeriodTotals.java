package io.millrace.prove.recount;

import io.millrace.prove.plant.Timetable;
import java.util.HashSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/**
 * What was made in each period of one kind that is over, from the one in which anything was heard first; 0 is a total, too.
 * Times are microseconds since 1970.
 *
 * @param pieces by the beginnings of the periods
 * @param scrap of them bad
 * @param fresh periods that ended so late that they may not have been told yet
 */
record PeriodTotals(NavigableMap<Long, Long> pieces, NavigableMap<Long, Long> scrap, Set<Moment> fresh) {

    static PeriodTotals of(String kind, Timetable timetable, PieceCount count, PieceCount bad, Present present) {
        PeriodTotals totals = new PeriodTotals(new TreeMap<>(), new TreeMap<>(), new HashSet<>());
        long first = Math.min(first(count), first(bad));
        if (first == Long.MAX_VALUE) {
            return totals;
        }
        Timetable.Stretch period = timetable.counted(kind, first);
        while (present.canBeTold(period.end())) {
            totals.pieces.put(period.start(), sum(count, period));
            totals.scrap.put(period.start(), sum(bad, period));
            if (!present.hasBeenTold(period.end())) {
                totals.fresh.add(Moment.at(period.start()));
            }
            period = timetable.counted(kind, period.end());
        }
        return totals;
    }

    private static long first(PieceCount count) {
        return count.made().isEmpty() ? Long.MAX_VALUE : count.made().firstKey().micros();
    }

    private static long sum(PieceCount count, Timetable.Stretch period) {
        return count.made().entrySet().stream()
                .filter(made -> period.start() <= made.getKey().micros()
                        && made.getKey().micros() < period.end())
                .mapToLong(Map.Entry::getValue)
                .sum();
    }
}
