package io.millrace.prove.judge;

/** One line of the hub's own ledger. */
public record LedgerRow(
        String source,
        String topic,
        long received,
        long delivered,
        long duplicate,
        long rejected,
        long shed,
        long corrected) {

    /** Of what nobody corrects. */
    public LedgerRow(
            String source, String topic, long received, long delivered, long duplicate, long rejected, long shed) {
        this(source, topic, received, delivered, duplicate, rejected, shed, 0);
    }

    @Override
    public String toString() {
        return source + " on " + (topic.isEmpty() ? "no topic" : topic) + ": received " + received + ", delivered "
                + delivered + ", duplicate " + duplicate + ", rejected " + rejected + ", shed " + shed
                + (corrected == 0 ? "" : ", corrected " + corrected);
    }
}
