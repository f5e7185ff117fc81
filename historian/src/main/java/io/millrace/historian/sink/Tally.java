package io.millrace.historian.sink;

/** Counts of one source and topic that are not in the database yet. Not thread-safe. */
final class Tally {

    long delivered;
    long duplicate;
    long rejected;
    long late;
    long shed;
    long lost;
    long firstMicros = Long.MAX_VALUE;
    long lastMicros = Long.MIN_VALUE;

    /** By definition, so that the balance cannot be broken. */
    long received() {
        return delivered + duplicate + rejected + shed;
    }

    void at(long micros) {
        firstMicros = Math.min(firstMicros, micros);
        lastMicros = Math.max(lastMicros, micros);
    }
}
