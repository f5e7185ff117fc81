package io.millrace.historian.sink;

import io.millrace.historian.database.Failures;
import io.millrace.historian.database.Nul;
import io.millrace.model.LedgerFact;
import io.millrace.model.LedgerFacts;
import io.millrace.model.Problem;
import io.millrace.model.ProblemException;
import io.millrace.model.StoredRecord;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** Facts of {@link io.millrace.model.LogTopic#LEDGER}: each is a gap, and counts once. Not thread-safe. */
final class FactTable {

    /** A key of PostgreSQL holds no more than some 2,700 bytes. */
    private static final int MAX_ID = 500;

    private static final int MAX_TEXT = 2_000;
    /** Whoever counts more than this counts nothing real; sums stay far from what PostgreSQL can hold. */
    private static final long MAX_COUNT = 1_000_000_000_000L;
    /** The year 10000. */
    private static final long LATEST_MICROS = 253_402_300_800_000_000L;

    private static final String INSERT = "INSERT INTO millrace.gap (id, source, topic, \"from\", \"to\", reason, count,"
            + " sentence) VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING";

    private record Read(StoredRecord record, LedgerFact fact, String source, String topic) {}

    private final RecordDecoder decoder;
    private final Sources sources;
    private final LedgerBook book;

    FactTable(RecordDecoder decoder, Sources sources, LedgerBook book) {
        this.decoder = decoder;
        this.sources = sources;
        this.book = book;
    }

    /** @return those that cannot be read */
    List<Refusal> store(Connection connection, List<StoredRecord> records) throws SQLException {
        List<Refusal> refusals = new ArrayList<>(0);
        List<Read> facts = new ArrayList<>(records.size());
        for (StoredRecord record : records) {
            try {
                facts.add(read(record));
            } catch (ProblemException unreadable) {
                refusals.add(new Refusal(record, unreadable.problem()));
            }
        }
        if (!facts.isEmpty()) {
            BitSet fresh = Rows.insert(
                    connection,
                    INSERT,
                    facts,
                    FactTable::bind,
                    (fact, why) -> refusals.add(new Refusal(
                            fact.record,
                            Problem.of(
                                    "historian-refused",
                                    "PostgreSQL does not take it: " + Failures.words(why) + "."))));
            fresh.stream().mapToObj(facts::get).forEach(this::count);
        }
        return refusals;
    }

    private Read read(StoredRecord record) {
        LedgerFact fact = LedgerFacts.read(record.record().payload());
        if (fact.id().length() > MAX_ID
                || fact.count() > MAX_COUNT
                || fact.fromMicros() < 0
                || fact.toMicros() >= LATEST_MICROS) {
            throw Problem.of(
                            "ledger-fact-unparsable",
                            "The ledger's fact has an id of more than " + MAX_ID
                                    + " characters, a time that cannot be, or counts beyond reason.")
                    .asException();
        }
        String path = fact.topic();
        return new Read(record, fact, sources.name(fact.source()), path == null ? "" : decoder.countedTopic(path));
    }

    private static void bind(PreparedStatement insert, Read row) throws SQLException {
        insert.setString(1, Nul.outOfText(row.fact.id()));
        insert.setString(2, row.source);
        insert.setString(3, row.topic);
        insert.setObject(4, Rows.time(row.fact.fromMicros()));
        insert.setObject(5, Rows.time(row.fact.toMicros()));
        insert.setString(6, Sources.storable(row.fact.reason(), MAX_TEXT));
        insert.setLong(7, row.fact.count());
        insert.setString(8, Sources.storable(row.fact.sentence(), MAX_TEXT));
    }

    private void count(Read read) {
        LedgerFact fact = read.fact;
        LedgerPage page = book.page(read.record.partition());
        Tally tally = page.tally(read.source, read.topic);
        switch (fact.kind()) {
            case SHED -> page.shed(tally, fact.count(), fact.toMicros());
            case LOST -> page.lost(tally, fact.count(), fact.toMicros());
        }
    }
}
