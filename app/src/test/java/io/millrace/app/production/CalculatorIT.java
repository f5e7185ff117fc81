package io.millrace.app.production;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.historian.Historian;
import io.millrace.historian.HistorianSettings;
import io.millrace.model.Headers;
import io.millrace.model.LogPartition;
import io.millrace.model.LogRecord;
import io.millrace.model.LogTopic;
import io.millrace.model.Namespace;
import io.millrace.model.StoredRecord;
import io.millrace.production.OeeOptions;
import io.millrace.production.ProductOptions;
import io.millrace.production.Production;
import io.millrace.production.calendar.CalendarOptions;
import io.millrace.production.calendar.PatternOptions;
import io.millrace.production.calendar.ShiftOptions;
import io.millrace.production.oee.LossModel.Microstops;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Facts go into a real historian, late and wrong and corrected, and the figures follow. */
@Timeout(180)
class CalculatorIT {

    private static final LogPartition EVENTS = new LogPartition(LogTopic.EVENTS, 0);
    private static final String LINE = "umh/v1/limeworks/liege/packing/line-1/_analytics/";
    private static final String SHIFT = "SELECT concat_ws(' ', name, running, availability, performance, quality, oee,"
            + " correction) FROM millrace.oee WHERE kind = 'shift' AND day = '2026-11-20' AND name = 'early'";

    private final Namespace namespace = new Namespace("umh/v1");
    private final Production production = new Production(
            "limeworks/liege",
            ZoneOffset.UTC,
            Map.of(
                    "packing",
                    new CalendarOptions(
                            List.of("packing"),
                            null,
                            null,
                            Map.of("early", new ShiftOptions("06:00", Duration.ofHours(8), List.of())),
                            List.of(new PatternOptions(null, null, Map.of("mon-sun", List.of("early")), List.of())),
                            List.of(),
                            List.of())),
            Map.of("bag", new ProductOptions(Duration.ofMinutes(1))),
            Map.of(
                    "line",
                    new OeeOptions(
                            "packing/+", "_analytics/state/add", null, null, Microstops.AVAILABILITY, Map.of())));
    private final List<LogRecord> told = new ArrayList<>();
    private final List<StoredRecord> records = new ArrayList<>();
    private Instant now = Instant.parse("2026-11-21T12:00:00Z");
    private final Clock clock = new Clock() {
        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    };

    @TempDir
    Path folder;

    private Historian historian;
    private long offset;

    @BeforeEach
    void start() throws Exception {
        // PostgreSQL runs as another user where the hub is root
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
        historian = Historian.start(
                new HistorianSettings.Embedded(folder.resolve("historian"), "127.0.0.1", 0, Duration.ofDays(60)),
                namespace,
                record -> CompletableFuture.completedFuture(null),
                clock);
        historian.sink().positions(Set.of(EVENTS));
    }

    @AfterEach
    void stop() {
        historian.close();
    }

    @Test
    void theFigureOfAShiftFollowsFromItsFactsHoweverLateTheyCome() throws Exception {
        // 8 h planned: 6 run, 2 stand; 300 pieces of a minute
        order("2026-11-20T06:00", "2026-11-20T14:00");
        state("2026-11-20T06:00", "running", Map.of());
        state("2026-11-20T12:00", "stopped", Map.of());
        state("2026-11-20T14:00", "no-shift", Map.of());
        count("2026-11-20T09:00", 300, 0);
        pass();
        // 6 / 8, 300 / 360, 300 / 300, 300 / 480
        assertThat(ask(SHIFT)).containsExactly("early f 0.750000 0.833333 1.000000 0.625000 0");
        assertThat(ask("SELECT concat_ws(' ', kind, name, oee, count) FROM millrace.oee WHERE kind IN ('order', 'day')"
                        + " AND day = '2026-11-20' ORDER BY kind"))
                .containsExactly("day 2026-11-20 0.625000 300", "order 4711 0.625000 300");
        assertThat(ask("SELECT concat_ws(' ', \"order\", product, quantity, status) FROM millrace.work_order"))
                .containsExactly("4711 bag 500 stopped");
        assertThat(ask("SELECT count(*) FROM millrace.shift WHERE start > '2026-11-21T12:00Z'"))
                .containsExactly("8");
        assertThat(told("shift/early")).hasSize(1);
        assertThat(told("shift/early").get(0).headers()).doesNotContainKey(Headers.CORRECTION);

        // when nothing is new, nothing is said
        told.clear();
        pass();
        assertThat(told).isEmpty();

        // a gateway sends 60 more; the stop was maintenance; 36 of all were bad; and the hub was started anew
        count("2026-11-20T10:00", 60, 0);
        state("2026-11-20T12:00", "maintenance", Map.of(Headers.CORRECTION, "1"));
        event(
                "product/setBadQuantity",
                "2026-11-21T11:00",
                "\"external_product_id\":\"bag\",\"end_time_unix_ms\":" + millis("2026-11-20T10:00")
                        + ",\"bad_quantity\":36",
                Map.of());
        pass();
        // 360 / 360, 360 / 360, 324 / 360, 324 / 360
        assertThat(ask(SHIFT)).containsExactly("early f 1.000000 1.000000 0.900000 0.900000 1");
        assertThat(ask("SELECT concat_ws(' ', oee, correction) FROM millrace.oee_history WHERE kind = 'shift'"))
                .containsExactly("0.625000 0");
        assertThat(told("shift/early")).singleElement().satisfies(record -> {
            assertThat(record.headers()).containsEntry(Headers.CORRECTION, "1");
            assertThat(new String(record.payload(), StandardCharsets.UTF_8))
                    .startsWith("{\"timestamp_ms\":" + millis("2026-11-20T06:00") + ",\"id\":\"shift/early\"")
                    .contains("\"oee\":0.9,", "\"count\":360,\"scrap\":36", "\"planned_stop_ms\":7200000");
        });

        // what was told is a row as any other event, corrected in its place
        told.forEach(record -> records.add(new StoredRecord(EVENTS, offset++, now.toEpochMilli(), record)));
        store();
        assertThat(ask("SELECT payload ->> 'oee' FROM millrace.event WHERE topic LIKE '%/oee' AND id = 'shift/early'"))
                .containsExactly("0.9");
    }

    @Test
    void whatGoesOnIsComputedUntilNowAndTheLastWordIsSaidWhenItIsOver() throws Exception {
        order("2026-11-21T06:00", "2026-11-21T20:00");
        state("2026-11-21T06:00", "running", Map.of());
        count("2026-11-21T09:00", 180, 0);
        pass();
        String today = SHIFT.replace("2026-11-20", "2026-11-21");
        // 6 h have passed: 180 of 360 min
        assertThat(ask(today)).containsExactly("early t 1.000000 0.500000 1.000000 0.500000 0");
        assertThat(told("shift/early")).isEmpty();

        // nobody computes while the shift ends; the figure is made up for
        now = Instant.parse("2026-11-21T18:00:00Z");
        state("2026-11-21T14:00", "no-shift", Map.of());
        count("2026-11-21T13:00", 60, 0);
        pass();
        // 240 of 480 min
        assertThat(ask(today)).containsExactly("early f 1.000000 0.500000 1.000000 0.500000 0");
        assertThat(told("shift/early")).hasSize(1);
    }

    @Test
    void aShiftThatIsDeletedIsTakenBackAndOneThatIsAddedComesInItsPlace() throws Exception {
        order("2026-11-20T06:00", "2026-11-20T14:00");
        state("2026-11-20T06:00", "running", Map.of());
        state("2026-11-20T14:00", "no-shift", Map.of());
        count("2026-11-20T09:00", 120, 0);
        pass();
        assertThat(ask(SHIFT)).hasSize(1);
        told.clear();

        event("shift/delete", "2026-11-21T11:00", "\"start_time_unix_ms\":" + millis("2026-11-20T06:00"), Map.of());
        event(
                "shift/add",
                "2026-11-21T11:01",
                "\"name\":\"short\",\"start_time_unix_ms\":" + millis("2026-11-20T08:00") + ",\"end_time_unix_ms\":"
                        + millis("2026-11-20T12:00"),
                Map.of());
        pass();
        assertThat(ask(SHIFT)).isEmpty();
        // 120 of 240 min
        assertThat(ask(SHIFT.replace("name = 'early'", "true")))
                .containsExactly("short f 1.000000 0.500000 1.000000 0.500000 0");
        assertThat(told("shift/early")).singleElement().satisfies(record -> assertThat(record.headers())
                .containsEntry(Headers.RETRACTED, "true")
                .containsEntry(Headers.CORRECTION, "1"));
        assertThat(ask("SELECT concat_ws(' ', name, oee, withdrawn) FROM millrace.oee_history WHERE kind = 'shift'"))
                .containsExactly("early 0.250000 1");
    }

    @Test
    void whatCannotBeHadSaysWhyAsARow() throws Exception {
        state("2026-11-20T06:00", "running", Map.of());
        state("2026-11-20T14:00", "no-shift", Map.of());
        event("bags/count", "2026-11-20T09:00", "\"count\":5", Map.of());
        event("pieces/count", "2026-11-20T09:00", "\"count\":5", Map.of());
        event("pieces/count", "2026-11-20T09:10", "\"count\":2.5", Map.of());
        pass();
        assertThat(ask("SELECT concat_ws('|', availability, quality, count, absent, remarks[1]) FROM millrace.oee"
                        + " WHERE kind = 'shift' AND day = '2026-11-20'"))
                .containsExactly(
                        "1.000000|1.000000|5|No ideal cycle time is known: no order was running, and the machine has"
                                + " none of its own.|1 count events say no whole number of pieces and are not in these figures.");
    }

    /** Of a calculator that was started just now. */
    private void pass() throws Exception {
        store();
        try (Calculator calculator = new Calculator(
                historian.production(),
                production,
                record -> {
                    told.add(record);
                    return CompletableFuture.completedFuture(null);
                },
                namespace,
                "liege/hub",
                topic -> LogTopic.EVENTS,
                clock)) {
            calculator.pass();
        }
    }

    private List<LogRecord> told(String id) {
        return told.stream()
                .filter(record ->
                        new String(record.payload(), StandardCharsets.UTF_8).contains("\"id\":\"" + id + "\""))
                .toList();
    }

    private List<String> ask(String sql) {
        return historian.queries().sql(sql, 1000).rows().stream()
                .map(row -> row.get(0))
                .toList();
    }

    private void order(String from, String to) {
        event(
                "work-order/create",
                from,
                "\"external_work_order_id\":\"4711\",\"product\":{\"external_product_id\":\"bag\"},\"quantity\":500",
                Map.of());
        event("work-order/start", from, "\"external_work_order_id\":\"4711\"", Map.of());
        event("work-order/stop", to, "\"external_work_order_id\":\"4711\"", Map.of());
    }

    private void state(String time, String state, Map<String, String> headers) {
        event("state/add", time, "\"state\":\"" + state + "\"", headers);
    }

    private void count(String time, long count, long scrap) {
        event("count", time, "\"count\":" + count + ",\"scrap\":" + scrap, Map.of());
    }

    private void event(String name, String time, String fields, Map<String, String> headers) {
        String json = "{\"timestamp_ms\":" + millis(time) + "," + fields + "}";
        records.add(new StoredRecord(
                EVENTS,
                offset++,
                now.toEpochMilli(),
                new LogRecord(LogTopic.EVENTS, LINE + name, json.getBytes(StandardCharsets.UTF_8), headers)));
    }

    private void store() throws Exception {
        if (!records.isEmpty()) {
            historian.sink().store(records, Map.of(EVENTS, offset));
            records.clear();
        }
    }

    private static long millis(String time) {
        return LocalDateTime.parse(time).toInstant(ZoneOffset.UTC).toEpochMilli();
    }
}
