package io.millrace.bench.detection;

import java.util.List;

/**
 * A recorded stretch of a plant's life with the times at which something was wrong.
 *
 * @param group recordings of one group are judged together
 * @param columns names of the tags
 * @param rows in the order of their times
 * @param faults in the order of their times; may be empty
 * @param probation so many rows at the beginning are for learning and not judged
 */
record Recording(String group, String name, List<String> columns, List<Row> rows, List<Fault> faults, int probation) {

    Recording {
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
        faults = List.copyOf(faults);
    }

    /**
     * @param micros since 1970
     * @param values one for each column
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    record Row(long micros, double[] values) {}

    /** Both ends belong to it; microseconds since 1970. */
    record Fault(long from, long to) {
        boolean holds(long micros) {
            return micros >= from && micros <= to;
        }
    }

    boolean isFault(long micros) {
        return faults.stream().anyMatch(fault -> fault.holds(micros));
    }
}
