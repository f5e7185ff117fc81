package io.millrace.prove.judge;

import io.millrace.prove.plant.Timetable;
import io.millrace.prove.recount.Figure;
import io.millrace.prove.recount.Present;
import io.millrace.prove.recount.Worked;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Judges the figures of one machine: each hour, shift, day and order has one, and it is what was added up anew. The figure
 * of a period that is not over is of the time up to when it was computed; the row says how much time it is of, and that
 * must reach to where everything had come to rest. Not thread-safe.
 */
public final class FigureJudge {

    private static final String ORDER = "order";

    private final Worked worked;
    private final Timetable timetable;
    private final Present present;
    private final Findings findings;
    private final Set<Key> seen = new HashSet<>();

    private record Key(String kind, String name, long start) {}

    /** @param end null while it lasts */
    private record Owed(@Nullable Long end, LocalDate day) {}

    public FigureJudge(Worked worked, Timetable timetable, Present present, Findings findings) {
        this.worked = worked;
        this.timetable = timetable;
        this.present = present;
        this.findings = findings;
    }

    /** The next row. */
    public void stored(StoredFigure row) {
        Owed owed = owed(row);
        if (owed == null) {
            add(Finding.Kind.INVENTED, "There is a figure of a period that there never was.", row.toString());
            return;
        }
        if (!seen.add(new Key(row.kind(), row.name(), row.startMicros()))) {
            add(Finding.Kind.DOUBLED, "A period has more than one figure.", row.toString());
        }
        long computed = row.startMicros() + row.figure().length();
        long end = owed.end == null ? computed : owed.end;
        boolean over = owed.end != null && !row.running();
        boolean whole = over ? computed == end : computed >= present.restedMicros() && computed <= present.readMicros();
        boolean rightEnd = row.endMicros() == end && (row.running() || end <= present.readMicros());
        if (!whole || !rightEnd || !row.day().equals(owed.day) || row.running() && computed > end) {
            add(
                    Finding.Kind.RESULT,
                    "A figure is of another time than its period.",
                    row + ": of the time until " + computed + " µs, with the end " + row.endMicros() + " µs, day "
                            + row.day() + (row.running() ? ", running" : ", over") + "; the period ends at " + owed.end
                            + " µs, day " + owed.day + ", and everything had been told at " + present.restedMicros()
                            + " µs");
            return;
        }
        Figure wanted = worked.figure(row.startMicros(), computed);
        if (!wanted.equals(row.figure())) {
            add(
                    Finding.Kind.RESULT,
                    "A figure is not what states, pieces, shifts and orders come to.",
                    row + ": " + wanted.difference(row.figure()));
        }
    }

    private @Nullable Owed owed(StoredFigure row) {
        if (row.kind().equals(ORDER)) {
            Worked.Order order = worked.order(row.startMicros());
            return order == null || !order.name().equals(row.name())
                    ? null
                    : new Owed(order.end(), timetable.day(order.start()));
        }
        if (!Timetable.KINDS.contains(row.kind())) {
            return null;
        }
        return timetable.periods(row.kind(), row.startMicros(), row.startMicros() + 1).stream()
                .filter(period ->
                        period.start() == row.startMicros() && period.name().equals(row.name()))
                .findFirst()
                .map(period -> new Owed(period.end(), period.day()))
                .orElse(null);
    }

    /** @return how many figures were judged */
    public long close() {
        Long first = worked.first();
        if (first != null) {
            for (String kind : Timetable.KINDS) {
                timetable
                        .periods(kind, first, present.restedMicros())
                        .forEach(period -> owe(new Key(kind, period.name(), period.start())));
            }
        }
        worked.orders().forEach(order -> owe(new Key(ORDER, order.name(), order.start())));
        return seen.size();
    }

    private void owe(Key key) {
        if (!seen.contains(key)) {
            add(Finding.Kind.LOST, "A period has no figure.", key.kind + " " + key.name + " from " + key.start + " µs");
        }
    }

    private void add(Finding.Kind kind, String sentence, String example) {
        findings.add(kind, sentence, worked.location() + ", " + example);
    }
}
