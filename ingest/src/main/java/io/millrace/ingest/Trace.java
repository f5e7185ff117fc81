package io.millrace.ingest;

import java.nio.charset.StandardCharsets;

/** The way of a record up to the log, as its trace header tells it: {@code mqtt@<time>,ingest@<time>}. Thread-safe. */
final class Trace {

    private static final byte[] JUDGED = ",ingest@".getBytes(StandardCharsets.US_ASCII);

    private final byte[] begin;

    /** @param hop who received it */
    Trace(String hop) {
        this.begin = (hop + "@").getBytes(StandardCharsets.UTF_8);
    }

    /** Both in microseconds since 1970. */
    byte[] of(long received, long judged) {
        long first = Math.max(0, received);
        long second = Math.max(0, judged);
        int end = begin.length + Decimal.length(first);
        byte[] trace = new byte[end + JUDGED.length + Decimal.length(second)];
        System.arraycopy(begin, 0, trace, 0, begin.length);
        Decimal.put(first, trace, end);
        System.arraycopy(JUDGED, 0, trace, end, JUDGED.length);
        Decimal.put(second, trace, trace.length);
        return trace;
    }
}
