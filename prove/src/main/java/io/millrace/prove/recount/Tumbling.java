package io.millrace.prove.recount;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Windows of one length, one after the other, counted from 1970. */
final class Tumbling {

    private Tumbling() {}

    /**
     * What the good readings of a window come to.
     *
     * @param weightedMean each value weighs as long as it held, which is until the next one
     * @param covered whether some value held from the window's beginning to its end
     */
    record Sum(
            long count,
            double sum,
            double min,
            double max,
            double mean,
            double first,
            double last,
            double weightedMean,
            boolean covered) {}

    /**
     * The windows in which something came, by their beginnings.
     *
     * @param readings good ones, in the order of time
     */
    static NavigableMap<Long, Sum> of(List<Reading> readings, long lengthMicros) {
        NavigableMap<Long, List<Reading>> windows = new TreeMap<>();
        for (Reading reading : readings) {
            long start = Math.floorDiv(reading.micros(), lengthMicros) * lengthMicros;
            windows.computeIfAbsent(start, fresh -> new ArrayList<>()).add(reading);
        }
        NavigableMap<Long, Sum> sums = new TreeMap<>();
        @Nullable Reading before = null;
        for (var window : windows.entrySet()) {
            sums.put(window.getKey(), sum(before, window.getValue(), window.getKey(), lengthMicros));
            before = window.getValue().get(window.getValue().size() - 1);
        }
        return sums;
    }

    private static Sum sum(@Nullable Reading before, List<Reading> in, long start, long length) {
        BigDecimal sum = BigDecimal.ZERO;
        double min = Double.POSITIVE_INFINITY;
        double max = Double.NEGATIVE_INFINITY;
        for (Reading reading : in) {
            sum = sum.add(new BigDecimal(value(reading)));
            min = Math.min(min, value(reading));
            max = Math.max(max, value(reading));
        }
        BigDecimal area = BigDecimal.ZERO;
        long held = 0;
        long from = start;
        @Nullable Reading holds = before;
        for (int i = 0; i <= in.size(); i++) {
            long until = i < in.size() ? in.get(i).micros() : start + length;
            if (holds != null) {
                area = area.add(new BigDecimal(value(holds)).multiply(BigDecimal.valueOf(until - from)));
                held += until - from;
            }
            from = until;
            holds = i < in.size() ? in.get(i) : holds;
        }
        return new Sum(
                in.size(),
                sum.doubleValue(),
                min,
                max,
                over(sum, in.size()),
                value(in.get(0)),
                value(in.get(in.size() - 1)),
                over(area, held),
                held == length);
    }

    private static double value(Reading reading) {
        if (reading.value() == null) {
            throw new IllegalArgumentException("only good readings come into a window here");
        }
        return reading.value();
    }

    private static double over(BigDecimal sum, long divisor) {
        return sum.divide(BigDecimal.valueOf(divisor), MathContext.DECIMAL128).doubleValue();
    }
}
