package io.millrace.historian.sink;

import io.millrace.model.Message;
import io.millrace.model.Payloads;
import io.millrace.model.Topic;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * Says in the transaction of the facts which figures they touch: the topic of an event when it is new, and a mark where
 * facts are late or corrected. What is of the last minutes needs no mark, for figures of what is going on are computed
 * every few seconds anyway; so marks are few. Not thread-safe.
 */
final class ProductionMarks {

    /** Facts of the last so long need no mark. */
    static final Duration RECENT = Duration.ofMinutes(2);

    /** Figures are outcomes and no facts. */
    private static final String FIGURES = "oee";

    private static final int MAX_TOPICS = 100_000;

    private static final String TOPIC =
            "INSERT INTO millrace.event_topic (topic, location, name) VALUES (?, ?, ?) ON CONFLICT DO NOTHING";
    private static final String MARK =
            "INSERT INTO millrace.production_mark (topic, first_ts, last_ts, corrected) VALUES (?, ?, ?, ?)";

    private static final class Touched {
        private long first = Long.MAX_VALUE;
        private long last = Long.MIN_VALUE;
        private boolean corrected;
    }

    private final Clock clock;
    private final Set<String> known = new HashSet<>();

    ProductionMarks(Clock clock) {
        this.clock = clock;
    }

    void forget() {
        known.clear();
    }

    void write(Connection connection, List<Entry> entries) throws SQLException {
        long recent = TimeUnit.MILLISECONDS.toMicros(clock.millis() - RECENT.toMillis());
        Map<String, Topic> fresh = new TreeMap<>();
        Map<String, Touched> late = new TreeMap<>();
        for (Entry entry : entries) {
            Message.Event event = entry.event();
            Topic topic = entry.topic().topic();
            if (event == null || !topic.contract().equals(Payloads.ANALYTICS)) {
                continue;
            }
            if (!known.contains(topic.path())) {
                known.add(topic.path());
                fresh.put(topic.path(), topic);
            }
            if ((entry.micros() < recent || entry.isCorrection() || isPlan(topic))
                    && !topic.name().equals(FIGURES)) {
                Touched touched = late.computeIfAbsent(topic.path(), any -> new Touched());
                touched.first = Math.min(touched.first, entry.micros());
                touched.last = Math.max(touched.last, entry.micros());
                touched.corrected |= entry.isCorrection();
            }
        }
        learn(connection, fresh);
        mark(connection, late);
        if (known.size() > MAX_TOPICS) {
            known.clear();
        }
    }

    /** Told at one time, about another. */
    private static boolean isPlan(Topic topic) {
        String name = topic.name();
        return name.startsWith("work-order/")
                || name.startsWith("product/")
                || name.startsWith("product-type/")
                || name.startsWith("shift/");
    }

    private static void learn(Connection connection, Map<String, Topic> fresh) throws SQLException {
        if (fresh.isEmpty()) {
            return;
        }
        try (PreparedStatement insert = connection.prepareStatement(TOPIC)) {
            for (Topic topic : fresh.values()) {
                insert.setString(1, topic.path());
                insert.setString(2, topic.location());
                insert.setString(3, topic.name());
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    private static void mark(Connection connection, Map<String, Touched> late) throws SQLException {
        if (late.isEmpty()) {
            return;
        }
        try (PreparedStatement insert = connection.prepareStatement(MARK)) {
            for (Map.Entry<String, Touched> entry : late.entrySet()) {
                insert.setString(1, entry.getKey());
                insert.setObject(2, Rows.time(entry.getValue().first));
                insert.setObject(3, Rows.time(entry.getValue().last));
                insert.setBoolean(4, entry.getValue().corrected);
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }
}
