package io.millrace.prove.recount;

import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Pieces, counted.
 *
 * @param made at each moment; nothing where nothing was made
 * @param totals after each time at which something was made
 */
record PieceCount(NavigableMap<Moment, Long> made, NavigableMap<Long, Long> totals) {

    private PieceCount() {
        this(new TreeMap<>(), new TreeMap<>());
    }

    /** Each reading is so many pieces. */
    static PieceCount ofPulses(List<Reading> readings) {
        PieceCount count = new PieceCount();
        long total = 0;
        for (Reading reading : readings) {
            if (reading.value() != null) {
                total = count.add(reading.moment(), reading.value().longValue(), total);
            }
        }
        return count;
    }

    /** Each reading is where a counter stands that never goes back. */
    static PieceCount ofRunning(List<Reading> readings) {
        PieceCount count = new PieceCount();
        long total = 0;
        @Nullable Double before = null;
        for (Reading reading : readings) {
            if (reading.value() != null) {
                long made = before == null ? 0 : (long) (reading.value() - before);
                total = count.add(reading.moment(), made, total);
                before = reading.value();
            }
        }
        return count;
    }

    private long add(Moment moment, long pieces, long before) {
        long total = before + pieces;
        if (pieces > 0) {
            made.put(moment, pieces);
            totals.put(moment.micros(), total);
        }
        return total;
    }
}
