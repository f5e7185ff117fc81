package io.millrace.app.desk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.console.HubDesk.Hop;
import io.millrace.console.HubDesk.Trace;
import io.millrace.historian.Deliveries;
import io.millrace.model.Headers;
import io.millrace.model.LogPartition;
import io.millrace.model.LogRecord;
import io.millrace.model.LogTopic;
import io.millrace.model.Namespace;
import io.millrace.model.Payloads;
import io.millrace.model.ProblemException;
import io.millrace.model.Quality;
import io.millrace.model.StoredRecord;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TracerTest {

    private static final String TOPIC = "umh/v1/works/kiln/_historian/burner/temperature";
    private static final Instant TIME = Instant.parse("2026-11-21T10:00:00Z");
    private static final Clock CLOCK = Clock.fixed(TIME.plusSeconds(60), ZoneOffset.UTC);

    private final List<StoredRecord> log = new ArrayList<>();
    private final Books books = new Books();
    private final Namespace namespace = new Namespace(Namespace.DEFAULT_ROOT);
    private Optional<Instant> mirrored = Optional.empty();
    private final Tracer tracer = new Tracer(
            (topics, key, from, wanted, limit) -> log.stream()
                    .filter(record -> topics.contains(record.partition().log()))
                    .filter(record -> record.record().key().equals(key))
                    .filter(record -> record.timestampMillis() >= from.toEpochMilli())
                    .filter(wanted)
                    .findFirst(),
            books,
            record -> mirrored,
            new RecordSamples(namespace, new Payloads(CLOCK)),
            CLOCK);

    @Test
    void tellsEveryHopOfASampleInItsOrder() {
        append(TOPIC, TIME.plusMillis(3), "{\"timestamp_ms\":" + TIME.toEpochMilli() + ",\"value\":1.5}", "opcua");
        books.row = row(TIME, TIME.plusMillis(40));
        mirrored = Optional.of(TIME.plusMillis(9));

        Trace trace = tracer.trace(TOPIC, Optional.empty());

        assertThat(trace.hops())
                .extracting(Hop::name)
                .containsExactly("device", "received", "ingest", "log", "mirrored", "stored");
        assertThat(trace.hops()).extracting(Hop::at).doesNotContainNull();
        assertThat(trace.place()).isEqualTo("millrace.samples/2/0");
        assertThat(trace.error()).isNull();
    }

    @Test
    void whatAProcessorSaysWasNotReceived() {
        append(
                TOPIC,
                TIME.plusMillis(120),
                "{\"timestamp_ms\":" + TIME.toEpochMilli() + ",\"value\":1.5}",
                Map.of(Headers.ORIGIN, "works/1/processor:bags", Headers.PROCESSOR, "bags@7f3a"));
        books.row = row(TIME, TIME.plusMillis(140));

        Trace trace = tracer.trace(TOPIC, Optional.empty());

        assertThat(trace.hops()).extracting(Hop::name).containsExactly("processor", "log", "stored", "mirrored");
        assertThat(trace.hops().get(0).sentence()).contains("bags@7f3a");
        assertThat(trace.source()).isEqualTo("processor:bags");
    }

    @Test
    void findsATagInAPayloadOfSeveral() {
        append(
                "umh/v1/works/kiln/_historian/burner",
                TIME.plusMillis(3),
                "{\"timestamp_ms\":" + TIME.toEpochMilli() + ",\"temperature\":1.5,\"draught\":2}",
                "mqtt");
        books.row = row(TIME, null);

        Trace trace = tracer.trace(TOPIC, Optional.of(TIME));

        assertThat(trace.place()).isEqualTo("millrace.samples/2/0");
        assertThat(trace.hops())
                .filteredOn(hop -> hop.name().equals("stored"))
                .singleElement()
                .satisfies(hop -> assertThat(hop.at()).isNull());
    }

    @Test
    void whatTheLogHasDroppedIsStillARow() {
        books.row = row(TIME, TIME.plusMillis(40));

        Trace trace = tracer.trace(TOPIC, Optional.empty());

        assertThat(trace.place()).isNull();
        assertThat(trace.hops()).extracting(Hop::name).containsExactly("device", "stored");
    }

    @Test
    void aLateSampleIsFoundWhereItArrived() {
        Instant arrived = TIME.plusSeconds(7_200);
        append(TOPIC, arrived, "{\"timestamp_ms\":" + TIME.toEpochMilli() + ",\"value\":1.5}", "mqtt");
        books.row = row(TIME, arrived.plusMillis(20));

        assertThat(tracer.trace(TOPIC, Optional.of(TIME)).place()).isNotNull();
    }

    @Test
    void theNewestMessageMayHaveBeenRefused() {
        books.row = row(TIME, TIME);
        books.refused = new Deliveries.Quarantined(
                7,
                TOPIC,
                "mqtt:press",
                "payload-unparsable",
                "It is no JSON.",
                "ingest",
                1,
                TIME.plusSeconds(5),
                TIME.plusSeconds(5),
                3,
                null,
                Map.of(Headers.TRACE, "mqtt@1795255205000000"),
                Deliveries.QuarantineState.OPEN,
                null,
                null);

        Trace trace = tracer.trace(TOPIC, Optional.empty());

        assertThat(trace.error()).isEqualTo("payload-unparsable: It is no JSON.");
        assertThat(trace.hops()).extracting(Hop::name).containsExactly("received", "quarantined");
    }

    @Test
    void nothingFoundIsAProblemWithARemedy() {
        assertThatThrownBy(() -> tracer.trace(TOPIC, Optional.empty()))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining(TOPIC);
    }

    @Test
    void anEventIsFoundInTheLogAlone() {
        String topic = "umh/v1/works/kiln/_analytics/state/add";
        Instant late = CLOCK.instant().minusSeconds(9);
        append(topic, late.minusSeconds(30), "{\"timestamp_ms\":" + TIME.toEpochMilli() + ",\"state\":1}", "mqtt");
        append(topic, late, "{\"timestamp_ms\":" + (TIME.toEpochMilli() + 7) + ",\"state\":2}", "mqtt");

        Trace trace = tracer.trace(topic, Optional.empty());

        assertThat(trace.time()).isEqualTo(TIME.plusMillis(7));
        assertThat(trace.place()).isEqualTo("millrace.samples/2/1");
    }

    private void append(String key, Instant appended, String payload, String component) {
        long received = appended.minusMillis(2).toEpochMilli() * 1000;
        append(
                key,
                appended,
                payload,
                Map.of(
                        Headers.RECEIVED,
                        Long.toString(received),
                        Headers.TRACE,
                        component + "@" + received + ",ingest@" + (received + 500)));
    }

    private void append(String key, Instant appended, String payload, Map<String, String> headers) {
        log.add(new StoredRecord(
                new LogPartition(LogTopic.SAMPLES, 2),
                log.size(),
                appended.toEpochMilli(),
                new LogRecord(LogTopic.SAMPLES, key, payload.getBytes(StandardCharsets.UTF_8), headers)));
    }

    private static Deliveries.StoredSample row(Instant time, @Nullable Instant stored) {
        return new Deliveries.StoredSample(TOPIC, time, "1.5", Quality.GOOD.code(), null, stored);
    }

    /** A historian with one row and one refused record. */
    private static final class Books implements Deliveries {
        private Deliveries.@Nullable StoredSample row;
        private Deliveries.@Nullable Quarantined refused;

        @Override
        public Ledger ledger(int limit) {
            return new Ledger(List.of(), false);
        }

        @Override
        public List<LedgerEntry> ledger(String source, int limit) {
            return List.of();
        }

        @Override
        public List<LedgerEntry> ledgerOfTopic(String topic) {
            return List.of();
        }

        @Override
        public List<Gap> gaps(String topic, Instant from, Instant to, int limit) {
            return List.of();
        }

        @Override
        public QuarantineList quarantine(
                @Nullable QuarantineState state,
                @Nullable String code,
                @Nullable String hop,
                @Nullable Long before,
                int limit) {
            return new QuarantineList(refused == null ? List.of() : List.of(refused), 1, false);
        }

        @Override
        public Optional<Quarantined> quarantined(long id) {
            return Optional.ofNullable(refused);
        }

        @Override
        public Optional<StoredSample> sampleAt(String topic, Instant at) {
            return Optional.ofNullable(row).filter(found -> !found.time().isAfter(at));
        }
    }
}
