package io.millrace.historian.sink;

import io.millrace.historian.database.Partitions;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.Set;

/** The days that are known to have partitions; those that are missing are made. Not thread-safe. */
final class KnownDays {

    private final Set<Long> sampleDays = new HashSet<>();
    private final Set<Long> eventDays = new HashSet<>();
    private final Set<Long> correctionDays = new HashSet<>();

    /** The connection must not be in a transaction. */
    void make(Connection connection, Batch batch) throws SQLException {
        make(connection, Partitions.Table.SAMPLE, sampleDays, batch.sampleDays());
        make(connection, Partitions.Table.EVENT, eventDays, batch.eventDays());
        make(connection, Partitions.Table.CORRECTION, correctionDays, batch.correctionDays());
    }

    private static void make(Connection connection, Partitions.Table table, Set<Long> known, Set<Long> wanted)
            throws SQLException {
        if (!known.containsAll(wanted)) {
            Partitions.make(
                    connection,
                    table,
                    wanted.stream()
                            .filter(day -> !known.contains(day))
                            .map(LocalDate::ofEpochDay)
                            .toList());
            known.addAll(wanted);
        }
    }

    void forget() {
        sampleDays.clear();
        eventDays.clear();
        correctionDays.clear();
    }
}
