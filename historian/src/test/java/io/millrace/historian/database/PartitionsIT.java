package io.millrace.historian.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.historian.fixture.SharedPostgres;
import java.sql.Connection;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PartitionsIT {

    private static final LocalDate FIRST = LocalDate.of(2026, 3, 1);

    private final SharedPostgres postgres = SharedPostgres.freshDatabase();
    private final Database database = postgres.database();

    @AfterEach
    void close() {
        database.close();
        postgres.drop();
    }

    /** A clock that says 2038 must not cost the history of all the years before. */
    @Test
    void aClockThatJumpsAheadCostsAWeekOfHistoryAtMost() throws Exception {
        List<LocalDate> days = IntStream.range(0, 30).mapToObj(FIRST::plusDays).toList();
        try (Connection connection = database.open("test", Duration.ofSeconds(30))) {
            Partitions.make(connection, Partitions.Table.SAMPLE, days);
            Partitions.make(connection, Partitions.Table.EVENT, days);

            int dropped = Partitions.dropBefore(connection, FIRST.plusYears(12));

            assertThat(dropped).isEqualTo(2 * 7);
            assertThat(Partitions.dropBefore(connection, FIRST.plusDays(9))).isEqualTo(2 * 2);
            assertThat(Partitions.dropBefore(connection, FIRST.plusDays(9))).isZero();
        }
    }
}
