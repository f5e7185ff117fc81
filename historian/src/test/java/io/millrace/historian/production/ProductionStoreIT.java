package io.millrace.historian.production;

import static io.millrace.historian.fixture.Records.AT_NOON;
import static io.millrace.historian.fixture.Records.EVENTS_0;
import static io.millrace.historian.fixture.Records.NAMESPACE;
import static io.millrace.historian.fixture.Records.NOON;
import static io.millrace.historian.fixture.Records.next;
import static io.millrace.historian.fixture.Records.record;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.historian.database.Database;
import io.millrace.historian.fixture.MemoryQuarantine;
import io.millrace.historian.fixture.SharedPostgres;
import io.millrace.historian.production.FigureRow.Durations;
import io.millrace.historian.sink.HistorianSink;
import io.millrace.model.Headers;
import io.millrace.model.StoredRecord;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Facts, marks and figures in a real database. */
class ProductionStoreIT {

    private static final String LOCATION = "limeworks/liege/packing/line-1";
    private static final String LINE = "umh/v1/" + LOCATION + "/_analytics/";
    private static final long NOON_MICROS = NOON.toEpochMilli() * 1000;
    private static final long SECOND = 1_000_000L;
    private static final Durations DURATIONS = new Durations(0, 1, 2, 3, 4, 5, 3_599_999_985L, 7L, 6L);

    private final SharedPostgres postgres = SharedPostgres.freshDatabase();
    private final Database database = postgres.database();
    private final HistorianSink sink = new HistorianSink(
            database, NAMESPACE, new MemoryQuarantine(), AT_NOON, () -> LocalDate.parse("2026-03-01"));
    private final ProductionStore store = new ProductionStore(database);
    private final List<StoredRecord> records = new ArrayList<>();
    private long offset;

    @BeforeEach
    void ask() throws Exception {
        sink.positions(Set.of(EVENTS_0));
    }

    @AfterEach
    void close() {
        store.close();
        sink.close();
        database.close();
        postgres.drop();
    }

    private void event(String name, long seconds, String fields, Map<String, String> headers) {
        long millis = NOON.toEpochMilli() + seconds * 1000;
        records.add(
                record(EVENTS_0, offset++, LINE + name, "{\"timestamp_ms\":" + millis + "," + fields + "}", headers));
    }

    private void event(String name, long seconds, String fields) {
        event(name, seconds, fields, Map.of());
    }

    private void store() throws Exception {
        sink.store(records, next(records));
        records.clear();
    }

    @Test
    void onlyWhatIsLateOrCorrectedOrAboutOrdersIsMarked() throws Exception {
        event("bags/count", -1, "\"count\":1");
        event("state/add", -60, "\"state\":\"running\"");
        store();
        assertThat(store.takeMarks(10)).isEmpty();
        assertThat(store.topics())
                .containsExactly(
                        new EventTopic(LINE + "bags/count", LOCATION, "bags/count"),
                        new EventTopic(LINE + "state/add", LOCATION, "state/add"));

        event("bags/count", -7200, "\"count\":1");
        event("bags/count", -3600, "\"count\":1");
        event("state/add", -60, "\"state\":\"fault\"", Map.of(Headers.CORRECTION, "1"));
        event("work-order/start", 0, "\"external_work_order_id\":\"A\"");
        event("oee", -7200, "\"oee\":0.5");
        store();
        List<Mark> marks = store.takeMarks(10);
        assertThat(marks)
                .extracting(mark -> mark.topic().substring(LINE.length()) + " "
                        + (mark.firstMicros() - NOON_MICROS) / SECOND + " " + (mark.lastMicros() - NOON_MICROS) / SECOND
                        + " " + mark.corrected())
                .containsExactly(
                        "bags/count -7200 -3600 false", "state/add -60 -60 true", "work-order/start 0 0 false");

        // what one has taken another does not wait for
        try (ProductionStore other = new ProductionStore(database)) {
            assertThat(other.takeMarks(10)).isEmpty();
            store.rollback();
            assertThat(other.takeMarks(2)).isEqualTo(marks.subList(0, 2));
            other.dropMarks(marks.subList(0, 2));
            other.commit();
        }
        assertThat(store.takeMarks(10)).isEqualTo(marks.subList(2, 3));
    }

    @Test
    void factsAreReadInOrderOfTime() throws Exception {
        event("state/add", -300, "\"state\":\"running\"");
        event("state/add", -200, "\"note\":\"door\"");
        event("state/add", -100, "\"id\":\"x\",\"state\":\"fault\"");
        store();
        String topic = LINE + "state/add";
        long from = NOON_MICROS - 300 * SECOND;

        assertThat(store.events(topic, from, NOON_MICROS - 100 * SECOND, 10))
                .extracting(EventRow::micros)
                .containsExactly(from, from + 100 * SECOND);
        assertThat(store.events(topic, from, NOON_MICROS, 1)).hasSize(1);
        assertThat(store.newest(topic, 2)).extracting(EventRow::id).containsExactly("", "x");
        // what carries no state is none
        assertThat(store.stateBefore(topic, NOON_MICROS - 150 * SECOND))
                .singleElement()
                .extracting(EventRow::micros)
                .isEqualTo(from);
        assertThat(store.stateBefore(topic, from)).isEmpty();
        assertThat(store.stateAfter(topic, from))
                .singleElement()
                .extracting(EventRow::id)
                .isEqualTo("x");
        assertThat(store.stateAfter(topic, NOON_MICROS)).isEmpty();
    }

    @Test
    void countsThatAreNoWholeNumbersAreToldAsSuch() throws Exception {
        event("bags/count", -50, "\"count\":3,\"scrap\":1");
        event("bags/count", -40, "\"count\":3.0");
        event("bags/count", -30, "\"count\":2.5");
        event("bags/count", -20, "\"count\":1,\"scrap\":\"none\"");
        event("bags/count", -10, "\"count\":-4");
        store();

        assertThat(store.counts(LINE + "bags/count", 0, NOON_MICROS, 10))
                .extracting(row -> (row.micros() - NOON_MICROS) / SECOND + " " + row.count() + " " + row.scrap())
                .containsExactly("-50 3 1", "-40 3 0", "-30 null 0", "-20 1 null", "-10 null 0");
        assertThat(store.earliest(LINE + "bags/count")).hasValue(NOON_MICROS - 50 * SECOND);
        assertThat(store.earliest(LINE + "nothing")).isEmpty();
    }

    @Test
    void aFigureOfARunningPeriodIsReplacedAndOneThatIsOverIsKept() {
        assertThat(store.save(List.of(figure("0.5", true)), NOON_MICROS)).isEqualTo(1);
        assertThat(store.untold(10)).isEmpty();
        // the period is over; told under its first number
        store.save(List.of(figure("0.6", false)), NOON_MICROS + 1);
        assertThat(store.untold(10)).containsExactly(figure("0.6", false));
        store.told(store.untold(10));
        assertThat(store.untold(10)).isEmpty();
        // the same again is no news
        assertThat(store.save(List.of(figure("0.600", false)), NOON_MICROS + 2)).isZero();
        assertThat(store.save(List.of(figure(null, false), figure(null, false, "hour")), NOON_MICROS + 3))
                .isEqualTo(2);
        store.commit();

        assertThat(postgres.column("SELECT concat_ws(' ', kind, oee, correction) FROM millrace.oee ORDER BY kind"))
                .containsExactly("hour 0", "shift 1");
        assertThat(postgres.column(
                        "SELECT concat_ws(' ', kind, oee, correction, replaced = '2026-03-10 12:00:00.000003+00')"
                                + " FROM millrace.oee_history"))
                .containsExactly("shift 0.6 0 t");
        assertThat(postgres.column(
                        "SELECT not_planned + planned_stop + unplanned_stop + changeover + microstop + unknown"
                                + " + production FROM millrace.oee WHERE kind = 'shift'"))
                .containsExactly("01:00:00");
        assertThat(store.untold(10)).extracting(FigureRow::correction).containsExactlyInAnyOrder(0, 1);
    }

    @Test
    void aFigureOfAShiftThatIsNoMoreIsTakenBackAndMayComeAgain() {
        store.save(List.of(figure("0.6", false), figure("0.7", false, "day")), NOON_MICROS);
        store.told(store.untold(10));
        store.keepOnly(
                LOCATION,
                "shift",
                NOON_MICROS - 1,
                NOON_MICROS + 1,
                List.of(new FigureKey(NOON_MICROS, "early")),
                NOON_MICROS);
        assertThat(store.withdrawn(10)).isEmpty();

        store.keepOnly(LOCATION, "shift", NOON_MICROS - 1, NOON_MICROS + 1, List.of(), NOON_MICROS);
        assertThat(store.withdrawn(10))
                .singleElement()
                .extracting(FigureRow::correction)
                .isEqualTo(1);
        store.toldWithdrawn(store.withdrawn(10));
        assertThat(store.withdrawn(10)).isEmpty();

        store.save(List.of(figure("0.6", false)), NOON_MICROS + 1);
        assertThat(store.untold(10))
                .singleElement()
                .extracting(FigureRow::correction)
                .isEqualTo(2);
        store.commit();
        assertThat(postgres.column("SELECT kind || ' ' || correction FROM millrace.oee ORDER BY kind"))
                .containsExactly("day 0", "shift 2");
    }

    @Test
    void ordersAndShiftsAreAsTheyWereSavedLast() {
        OrderRow planned = new OrderRow("A", "bag", 9L, null, "planned", NOON_MICROS, null, null, null, null);
        OrderRow running = new OrderRow("A", "bag", 9L, 3L, "running", NOON_MICROS, null, null, NOON_MICROS, null);
        store.orders(LOCATION, List.of(planned, planned("B")), Map.of("bag", 3_050_000L, "box", 1L));
        store.orders(LOCATION, List.of(running), Map.of("bag", 3_000_000L));
        store.shifts(LOCATION, 0, 100, List.of(shift(10, "early"), shift(20, "late")));
        store.shifts(LOCATION, 15, 100, List.of(shift(30, "night")));
        assertThat(store.until()).isEmpty();
        store.until(new Until(NOON_MICROS, "a"));
        store.until(new Until(NOON_MICROS - 5, "b"));
        store.commit();

        assertThat(postgres.column(
                        "SELECT concat_ws(' ', \"order\", status, ideal_cycle, started = '2026-03-10 12:00:00+00')"
                                + " FROM millrace.work_order"))
                .containsExactly("A running 00:00:00.000003 t");
        assertThat(postgres.column("SELECT product || ' ' || ideal_cycle FROM millrace.product_type"))
                .containsExactly("bag 00:00:03");
        assertThat(postgres.column("SELECT name FROM millrace.shift ORDER BY start"))
                .containsExactly("early", "night");
        assertThat(store.until()).contains(new Until(NOON_MICROS, "b"));
    }

    @Test
    void runsOfOrdersAreAsTheyWereSavedLast() {
        store.runs(LOCATION, List.of(new OrderRun("A", 10, 20L), new OrderRun("B", 20, null)));
        // B was stopped, and the first start of A was another one's
        store.runs(
                LOCATION, List.of(new OrderRun("C", 10, 20L), new OrderRun("B", 20, 30L), new OrderRun("A", 30, null)));
        store.runs("elsewhere", List.of());
        store.commit();

        assertThat(postgres.column("SELECT concat_ws(' ', \"order\", (extract(epoch FROM start) * 1000000)::int,"
                        + " (extract(epoch FROM \"end\") * 1000000)::int) FROM millrace.order_run ORDER BY start"))
                .containsExactly("C 10 20", "B 20 30", "A 30");

        store.runs(LOCATION, List.of());
        store.commit();
        assertThat(postgres.column("SELECT start FROM millrace.order_run")).isEmpty();
    }

    private static OrderRow planned(String order) {
        return new OrderRow(order, null, null, null, "planned", null, null, null, null, null);
    }

    private static ShiftRow shift(long micros, String name) {
        return new ShiftRow(micros, micros + 5, name, LocalDate.EPOCH);
    }

    private static FigureRow figure(@Nullable String oee, boolean running) {
        return figure(oee, running, "shift");
    }

    private static FigureRow figure(@Nullable String oee, boolean running, String kind) {
        return new FigureRow(
                LOCATION,
                kind,
                NOON_MICROS,
                "early",
                NOON_MICROS + 3600 * SECOND,
                LocalDate.of(2026, 3, 10),
                running,
                new BigDecimal("0.75"),
                null,
                new BigDecimal("1"),
                oee == null ? null : new BigDecimal(oee),
                oee == null ? "No ideal cycle time is known." : null,
                List.of("A remark, with 'quotes'."),
                DURATIONS,
                100,
                3,
                0,
                0);
    }
}
