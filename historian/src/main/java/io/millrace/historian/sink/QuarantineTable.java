package io.millrace.historian.sink;

import io.millrace.historian.database.Failures;
import io.millrace.historian.database.Nul;
import io.millrace.model.Headers;
import io.millrace.model.StoredRecord;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@link io.millrace.model.LogTopic#QUARANTINE} as a table, and the one place where rejections are counted, whoever
 * rejected. What cannot be handled here is logged and left out: to quarantine it again would never end. Not thread-safe.
 */
final class QuarantineTable {

    private static final Logger log = LoggerFactory.getLogger(QuarantineTable.class);
    private static final Pattern PLACE = Pattern.compile("[\\w.-]{1,249}/\\d{1,10}/\\d{1,19}");
    private static final Pattern CODE = Pattern.compile("[a-z0-9]+(?:-[a-z0-9]+){0,9}");
    private static final int MAX_CODE = 64;
    private static final int MAX_HOP = 64;

    private static final String INSERT =
            "INSERT INTO millrace.quarantine (id, place, topic, source, code, sentence, hop,"
                    + " attempts, first_seen, quarantined, payload, headers)"
                    + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, jsonb_object(?::text[], ?::text[])) ON CONFLICT DO NOTHING";
    private static final String RESOLVE = "UPDATE millrace.quarantine SET state = ?, resolved_by = ?, resolved_at = ?"
            + " WHERE id = ? AND state = 'open'";

    private final RecordDecoder decoder;
    private final Sources sources;
    private final Accounts accounts;
    private final LedgerBook book;

    QuarantineTable(RecordDecoder decoder, Sources sources, Accounts accounts, LedgerBook book) {
        this.decoder = decoder;
        this.sources = sources;
        this.accounts = accounts;
        this.book = book;
    }

    void store(Connection connection, List<StoredRecord> records, long earliestMicros) throws SQLException {
        List<StoredRecord> messages = new ArrayList<>(records.size());
        for (StoredRecord record : records) {
            if (record.record().headers().containsKey(Headers.RESOLVES)) {
                insert(connection, messages, earliestMicros);
                messages.clear();
                resolve(connection, record);
            } else {
                messages.add(record);
            }
        }
        insert(connection, messages, earliestMicros);
    }

    private void insert(Connection connection, List<StoredRecord> messages, long earliestMicros) throws SQLException {
        if (messages.isEmpty()) {
            return;
        }
        Rows.insert(connection, INSERT, messages, this::bind, (record, why) -> skip(record, Failures.words(why)))
                .stream()
                .mapToObj(messages::get)
                .forEach(record -> {
                    Map<String, String> headers = record.record().headers();
                    String source = sources.name(Headers.source(headers::get));
                    String topic = decoder.countedTopic(record.record().key());
                    long received = decoder.receivedMicros(record);
                    LedgerPage page = book.page(record.partition());
                    page.rejected(page.tally(source, topic), code(headers.get(Headers.ERROR_CODE)), received);
                    accounts.arrived(Arrival.of(headers), source, received, earliestMicros);
                });
    }

    private void bind(PreparedStatement insert, StoredRecord record) throws SQLException {
        Map<String, String> headers = record.record().headers();
        long quarantined = quarantinedMicros(record);
        insert.setLong(1, record.offset());
        insert.setString(2, place(headers.get(Headers.PLACE)));
        insert.setString(3, Nul.outOfText(record.record().key()));
        insert.setString(4, sources.name(Headers.source(headers::get)));
        insert.setString(5, code(headers.get(Headers.ERROR_CODE)));
        insert.setString(6, Nul.outOfText(headers.getOrDefault(Headers.ERROR, "")));
        insert.setString(7, Sources.storable(headers.getOrDefault(Headers.ERROR_HOP, "unknown"), MAX_HOP));
        insert.setInt(8, attempts(headers.get(Headers.ATTEMPTS)));
        insert.setObject(9, Rows.time(decoder.plausibleMicros(headers.get(Headers.FIRST_SEEN), quarantined)));
        insert.setObject(10, Rows.time(quarantined));
        insert.setBytes(11, record.record().payload());
        List<Map.Entry<String, String>> all = List.copyOf(headers.entrySet());
        insert.setArray(12, texts(insert, all.stream().map(Map.Entry::getKey).toList()));
        insert.setArray(13, texts(insert, all.stream().map(Map.Entry::getValue).toList()));
    }

    private static Array texts(PreparedStatement insert, List<String> texts) throws SQLException {
        return insert.getConnection()
                .createArrayOf("text", texts.stream().map(Nul::outOfText).toArray());
    }

    /** When the log took it. */
    private long quarantinedMicros(StoredRecord record) {
        return decoder.plausibleMicros(record.timestampMillis() + "000", decoder.receivedMicros(record));
    }

    private void resolve(Connection connection, StoredRecord record) throws SQLException {
        Map<String, String> headers = record.record().headers();
        String resolution = headers.getOrDefault(Headers.RESOLUTION, "");
        long id;
        try {
            id = Long.parseLong(headers.getOrDefault(Headers.RESOLVES, ""));
        } catch (NumberFormatException notOurs) {
            skip(record, "it resolves no number");
            return;
        }
        if (!resolution.equals("replayed") && !resolution.equals("discarded")) {
            skip(record, "its resolution is neither replayed nor discarded");
            return;
        }
        try (PreparedStatement update = connection.prepareStatement(RESOLVE)) {
            update.setString(1, resolution);
            update.setString(2, Nul.outOfText(headers.getOrDefault(Headers.BY, "unknown")));
            update.setObject(3, Rows.time(quarantinedMicros(record)));
            update.setLong(4, id);
            update.executeUpdate();
        }
    }

    private static void skip(StoredRecord record, String why) {
        log.atWarn()
                .addKeyValue("partition", record.partition())
                .addKeyValue("offset", record.offset())
                .addKeyValue("why", why)
                .log("a record of the quarantine cannot be shown and is left out; the log keeps it");
    }

    private static @Nullable String place(@Nullable String header) {
        return header != null && PLACE.matcher(header).matches() ? header : null;
    }

    private static String code(@Nullable String header) {
        if (header == null) {
            return "unknown";
        }
        return header.length() <= MAX_CODE && CODE.matcher(header).matches() ? header : "other";
    }

    private static int attempts(@Nullable String header) {
        try {
            return header == null ? 1 : Math.max(1, Integer.parseInt(header));
        } catch (NumberFormatException notOurs) {
            return 1;
        }
    }
}
