package io.millrace.historian.sink;

/** Counts of one source and topic that are not in the database yet. Not thread-safe. */
final class Tally {

    final String source;
    final String topic;
    /** Which {@link LedgerPage} it stands on. */
    private final int page;

    long delivered;
    long duplicate;
    long rejected;
    long late;
    long corrected;
    long shed;
    long lost;
    long firstMicros = Long.MAX_VALUE;
    long lastMicros = Long.MIN_VALUE;

    Tally(String source, String topic, int page) {
        this.source = source;
        this.topic = topic;
        this.page = page;
    }

    boolean isOf(String wanted, int current) {
        return page == current && source.equals(wanted);
    }

    void add(Tally other) {
        delivered += other.delivered;
        duplicate += other.duplicate;
        rejected += other.rejected;
        late += other.late;
        corrected += other.corrected;
        shed += other.shed;
        lost += other.lost;
        firstMicros = Math.min(firstMicros, other.firstMicros);
        lastMicros = Math.max(lastMicros, other.lastMicros);
    }

    /** By definition, so that the balance cannot be broken. */
    long received() {
        return delivered + duplicate + rejected + shed;
    }

    void lost(long count, long micros) {
        lost += count;
        at(micros);
    }

    void at(long micros) {
        firstMicros = Math.min(firstMicros, micros);
        lastMicros = Math.max(lastMicros, micros);
    }
}
