package io.millrace.historian;

import static io.millrace.historian.fixture.Records.AT_NOON;
import static io.millrace.historian.fixture.Records.EVENTS_0;
import static io.millrace.historian.fixture.Records.NAMESPACE;
import static io.millrace.historian.fixture.Records.NOON;
import static io.millrace.historian.fixture.Records.next;
import static io.millrace.historian.fixture.Records.record;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.millrace.historian.database.Database;
import io.millrace.historian.fixture.MemoryQuarantine;
import io.millrace.historian.fixture.SharedPostgres;
import io.millrace.historian.production.FigureRow;
import io.millrace.historian.production.OrderRow;
import io.millrace.historian.production.ProductionStore;
import io.millrace.historian.production.ShiftRow;
import io.millrace.historian.sink.HistorianSink;
import io.millrace.model.StoredRecord;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What people ask about production. */
class ProductionQueriesIT {

    private static final String LOCATION = "limeworks/liege/packing/line-1";
    private static final String STATE = "umh/v1/" + LOCATION + "/_analytics/state/add";
    private static final long HOUR = 3_600_000_000L;
    private static final long NOON_MICROS = NOON.toEpochMilli() * 1000;

    private final SharedPostgres postgres = SharedPostgres.freshDatabase();
    private final Database database = postgres.database();
    private final HistorianSink sink = new HistorianSink(
            database, NAMESPACE, new MemoryQuarantine(), AT_NOON, () -> LocalDate.parse("2026-03-01"));
    private final ProductionStore store = new ProductionStore(database);
    private final SqlQueries queries = new SqlQueries(database);
    private final ProductionQueries production = queries.production();

    @AfterEach
    void close() {
        queries.close();
        store.close();
        sink.close();
        database.close();
        postgres.drop();
    }

    @Test
    void statesAreCutAtTheEndsOfTheSpanAndStopsAreAddedUp() throws Exception {
        sink.positions(Set.of(EVENTS_0));
        List<StoredRecord> records = new ArrayList<>();
        String[][] told = {
            {"-7200", "\"state\":\"running\""},
            {"-3000", "\"state\":\"stopped\",\"reason\":\"jam\",\"code\":40000,\"microstop\":true"},
            {"-2900", "\"state\":\"10000\""},
            {"-2000", "\"state\":\"stopped\",\"reason\":\"jam\""},
            {"-1000", "\"state\":\"fault\""},
        };
        for (String[] one : told) {
            long millis = NOON.toEpochMilli() + Long.parseLong(one[0]) * 1000;
            records.add(record(EVENTS_0, records.size(), STATE, "{\"timestamp_ms\":" + millis + "," + one[1] + "}"));
        }
        sink.store(records, next(records));

        assertThat(production.states(LOCATION, "state/add", NOON.minusSeconds(3600), NOON, 10))
                .extracting(state -> NOON.getEpochSecond() - state.start().getEpochSecond() + " " + state.state() + " "
                        + state.code() + " " + state.reason() + " " + state.microstop() + " " + state.lasts())
                .containsExactly(
                        "3600 running   false false",
                        "3000 stopped 40000 jam true false",
                        "2900 10000   false false",
                        "2000 stopped  jam false false",
                        "1000 fault   false true");
        assertThat(production
                        .states(LOCATION, "state/add", NOON.minusSeconds(3600), NOON, 10)
                        .get(4)
                        .end())
                .isEqualTo(NOON);
        // a jam of 100 s and one of 1000 s; the code 10000 is running
        assertThat(production.stops(LOCATION, "state/add", NOON.minusSeconds(3600), NOON, 10))
                .containsExactly(
                        new ProductionQueries.StopRow("stopped", "jam", 2, 1_100_000_000L),
                        new ProductionQueries.StopRow("fault", "", 1, 1_000_000_000L));
        assertThat(production.states("nowhere", "state/add", NOON.minusSeconds(3600), NOON, 10))
                .isEmpty();
        assertThat(production.locations()).containsExactly(LOCATION);
    }

    @Test
    void figuresOrdersAndShiftsAreThoseOfTheTables() {
        FigureRow figure = figure("0.5");
        store.save(List.of(figure), NOON_MICROS);
        store.save(List.of(figure("0.6")), NOON_MICROS);
        OrderRow order = new OrderRow("A", "bag", 9L, 3L, "running", 1L, null, null, NOON_MICROS, null);
        OrderRow planned = new OrderRow("B", null, null, null, "planned", null, 5L, 6L, null, null);
        store.orders(LOCATION, List.of(planned, order), Map.of());
        store.shifts(
                LOCATION,
                0,
                2 * NOON_MICROS,
                List.of(new ShiftRow(NOON_MICROS, NOON_MICROS + HOUR, "early", LocalDate.EPOCH)));
        store.commit();

        assertThat(production.figures(null, "shift", NOON.minusSeconds(9), NOON.plusSeconds(9), 10))
                .extracting(FigureRow::oee, FigureRow::correction)
                .containsExactly(tuple(new BigDecimal("0.6"), 1));
        assertThat(production.figures("elsewhere", "shift", NOON, NOON.plusSeconds(9), 10))
                .isEmpty();
        assertThat(production.figures(LOCATION, "day", NOON, NOON.plusSeconds(9), 10))
                .isEmpty();
        assertThat(production.earlier(LOCATION, "shift", NOON, "early")).containsExactly(figure);
        assertThat(production.orders(null, 10))
                .containsExactly(
                        new ProductionQueries.LocatedOrder(LOCATION, order),
                        new ProductionQueries.LocatedOrder(LOCATION, planned));
        assertThat(production.shifts(LOCATION, NOON.plusSeconds(5), NOON.plusSeconds(6)))
                .extracting(ShiftRow::name)
                .containsExactly("early");
        assertThat(production.shifts(LOCATION, NOON.minusSeconds(5), NOON)).isEmpty();
    }

    private static FigureRow figure(String oee) {
        return new FigureRow(
                LOCATION,
                "shift",
                NOON_MICROS,
                "early",
                NOON_MICROS + HOUR,
                LocalDate.of(2026, 3, 10),
                false,
                new BigDecimal("0.75"),
                null,
                null,
                new BigDecimal(oee),
                "No piece was made in this time.",
                List.of(),
                new FigureRow.Durations(0, 0, 0, 0, 0, 0, HOUR, null, null),
                0,
                0,
                0,
                0);
    }
}
