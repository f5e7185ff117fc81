package io.millrace.connector.modbus;

import io.millrace.connector.Reading;
import java.time.Duration;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What one unit refused, so that bad tags do not spoil the requests of good ones, and are asked for again now and
 * then. Lives as long as its session. Not thread-safe.
 */
final class Refusals implements ReadPlan.Obstacles {

    /** How many refused places one batch may ask for again: each costs a request of its own. */
    static final int RETRIES_PER_BATCH = 5;

    private final Map<ModbusTable, BitSet> holes = new EnumMap<>(ModbusTable.class);
    private final Map<ModbusTable, BitSet> cuts = new EnumMap<>(ModbusTable.class);
    private final Map<Place, Refused> refused = new HashMap<>();
    private final long retryNanos;
    private final LongSupplier nanoTime;

    Refusals(Duration retry, LongSupplier nanoTime) {
        this.retryNanos = retry.toNanos();
        this.nanoTime = nanoTime;
    }

    private record Place(ModbusTable table, int first, int count) {}

    private record Refused(Reading reading, long since) {}

    @Override
    public boolean mayCross(ModbusTable table, int from, int to) {
        if (from == to) {
            return !of(cuts, table).get(from);
        }
        int hole = of(holes, table).nextSetBit(from);
        return hole < 0 || hole >= to;
    }

    /** The request was refused though it may be only what lies between its items that the device has not. */
    void gapsRefused(List<List<Span>> runs) {
        for (int i = 1; i < runs.size(); i++) {
            Span next = runs.get(i).get(0);
            int end = runs.get(i - 1).stream().mapToInt(Span::end).max().orElseThrow();
            of(holes, next.table()).set(end, next.first());
        }
    }

    /** Both sides are readable but not together: the device keeps them in two blocks. */
    void blocksMeetAt(ModbusTable table, int address) {
        of(cuts, table).set(address);
    }

    /** This place alone was refused. */
    void refused(Span span, Reading reading) {
        refused.put(place(span), new Refused(reading, nanoTime.getAsLong()));
        of(holes, span.table()).set(span.first(), span.end());
    }

    /** This place was read: it is as good as any other. */
    void readable(Span span) {
        if (!refused.isEmpty() && refused.remove(place(span)) != null) {
            of(holes, span.table()).clear(span.first(), span.end());
        }
    }

    /** What the device said of a place it refused; null for a place it did not. */
    @Nullable
    Reading lastWord(Span span) {
        Refused entry = refused.get(place(span));
        return entry == null ? null : entry.reading();
    }

    /** Whether a refused place has been left alone long enough. */
    boolean isDue(Span span) {
        Refused entry = refused.get(place(span));
        return entry != null && nanoTime.getAsLong() - entry.since() >= retryNanos;
    }

    private static Place place(Span span) {
        return new Place(span.table(), span.first(), span.count());
    }

    private static BitSet of(Map<ModbusTable, BitSet> sets, ModbusTable table) {
        return sets.computeIfAbsent(table, any -> new BitSet());
    }
}
