package io.millrace.prove.judge;

import io.millrace.prove.recount.Moment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Judges the hub's own ledger: received = delivered + duplicate + rejected + shed for each source and topic, delivered
 * is the number of rows, and received is what the log holds, with what was refused before the log and what was shed. What
 * was delivered to correct something is no further row; what was taken back has none.
 * Not thread-safe.
 */
final class BalanceJudge {

    private final Findings findings;
    private final Map<Account, Long> logged = new HashMap<>();
    private final Map<Account, Long> refused = new HashMap<>();
    private final Map<String, Long> rows = new HashMap<>();
    private final List<LedgerRow> ledger = new ArrayList<>();
    private final Map<String, Sayings> sayings = new HashMap<>();
    /** Topics whose records are partly gone from the log. */
    private final Set<String> shortened = new HashSet<>();

    private record Account(String source, String topic) {
        @Override
        public String toString() {
            return source + " on " + topic;
        }
    }

    BalanceJudge(Findings findings) {
        this.findings = findings;
    }

    void logged(String source, String topic) {
        logged.merge(new Account(source, topic), 1L, Long::sum);
    }

    /** A record of the quarantine that never was in a route. */
    void refused(String source, String topic) {
        refused.merge(new Account(source, topic), 1L, Long::sum);
    }

    /**
     * The same record, when a processor said it.
     *
     * @param number of the correction, 0 when it is none
     * @param retracted whether nothing takes the place of what was said before
     */
    void said(String topic, Moment moment, long number, boolean retracted) {
        sayings.computeIfAbsent(topic, fresh -> new Sayings()).said(moment, number, retracted);
    }

    void shortened(String topic) {
        shortened.add(topic);
    }

    void rows(String topic, long count) {
        rows.merge(topic, count, Long::sum);
    }

    void entry(LedgerRow row) {
        ledger.add(row);
    }

    void close() {
        Map<String, Long> delivered = new HashMap<>();
        Map<String, Long> corrected = new HashMap<>();
        Set<Account> known = new HashSet<>();
        for (LedgerRow row : ledger) {
            known.add(new Account(row.source(), row.topic()));
            delivered.merge(row.topic(), row.delivered(), Long::sum);
            corrected.merge(row.topic(), row.corrected(), Long::sum);
            if (row.received() != row.delivered() + row.duplicate() + row.rejected() + row.shed()) {
                findings.add(
                        Finding.Kind.LEDGER,
                        "The ledger does not balance: received is not delivered + duplicate + rejected + shed.",
                        row.toString());
            }
            checkReceived(row);
        }
        logged.keySet().stream()
                .filter(account -> !known.contains(account))
                .forEach(account -> findings.add(
                        Finding.Kind.LEDGER,
                        "The ledger does not know a source of records in the log.",
                        account.toString()));
        Set<String> topics = new HashSet<>(delivered.keySet());
        topics.addAll(rows.keySet());
        for (String topic : topics) {
            checkDelivered(
                    topic,
                    delivered.getOrDefault(topic, 0L),
                    corrected.getOrDefault(topic, 0L),
                    rows.getOrDefault(topic, 0L));
        }
    }

    /** What a processor corrected is no further row, and what it took back has none. */
    private void checkDelivered(String topic, long delivered, long corrected, long there) {
        Sayings said = sayings.getOrDefault(topic, new Sayings());
        if (corrected > 0 && shortened.contains(topic)) {
            return;
        }
        if (corrected != said.corrections()) {
            findings.add(
                    Finding.Kind.LEDGER,
                    "The ledger's corrected is not the number of corrections in the log.",
                    topic + ": corrected " + corrected + ", in the log " + said.corrections());
        }
        if (delivered - corrected + said.moreRows() != there) {
            findings.add(
                    Finding.Kind.LEDGER,
                    "The ledger's delivered is not the number of rows.",
                    topic + ": delivered " + delivered + (corrected == 0 ? "" : ", corrected " + corrected) + ", rows "
                            + there);
        }
    }

    private void checkReceived(LedgerRow row) {
        if (shortened.contains(row.topic())) {
            return;
        }
        Account account = new Account(row.source(), row.topic());
        long arrived = logged.getOrDefault(account, 0L) + refused.getOrDefault(account, 0L) + row.shed();
        if (row.received() != arrived) {
            findings.add(
                    Finding.Kind.LEDGER,
                    "The ledger's received is not what the log and the quarantine hold.",
                    row + "; in the log " + logged.getOrDefault(account, 0L) + ", refused before it "
                            + refused.getOrDefault(account, 0L));
        }
    }
}
