package io.millrace.historian.sink;

import static io.millrace.historian.fixture.Records.AT_NOON;
import static io.millrace.historian.fixture.Records.EVENTS_0;
import static io.millrace.historian.fixture.Records.NAMESPACE;
import static io.millrace.historian.fixture.Records.NOON;
import static io.millrace.historian.fixture.Records.SAMPLES_0;
import static io.millrace.historian.fixture.Records.SAMPLES_1;
import static io.millrace.historian.fixture.Records.payload;
import static io.millrace.historian.fixture.Records.record;
import static io.millrace.historian.fixture.Records.sample;
import static io.millrace.historian.fixture.Records.topic;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.model.Headers;
import io.millrace.model.LogRecord;
import io.millrace.model.LogTopic;
import io.millrace.model.Sample;
import io.millrace.model.StoredRecord;
import io.millrace.model.Value;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BatchTest {

    private static final long TODAY = LocalDate.parse("2026-03-10").toEpochDay();
    private static final long DAY_MILLIS = 86_400_000L;
    private static final String EVENT = "umh/v1/limeworks/_analytics/shift/add";

    private static Batch decode(long earliestMicros, StoredRecord... records) {
        return Batch.decode(
                List.of(records),
                new RecordDecoder(new KnownTopics(NAMESPACE), new Sources(), AT_NOON),
                earliestMicros,
                (partition, first) -> 0);
    }

    private static long micros(long millisFromNoon) {
        return (NOON.toEpochMilli() + millisFromNoon) * 1000;
    }

    @Test
    void daysAreThoseOfUtc() {
        Batch batch = decode(
                0,
                sample(0, "a", DAY_MILLIS / 2 - 1, 1),
                sample(1, "a", DAY_MILLIS / 2, 1),
                sample(2, "a", -3 * DAY_MILLIS, 1),
                record(EVENTS_0, 0, EVENT, "{\"timestamp_ms\":" + NOON.toEpochMilli() + "}"));

        assertThat(batch.sampleDays()).containsExactly(TODAY - 3, TODAY, TODAY + 1);
        assertThat(batch.eventDays()).containsExactly(TODAY);
        assertThat(batch.days()).isEqualTo(4);
        assertThat(batch.entries()).hasSize(4);
    }

    @Test
    void theFirstMomentOfTheRetentionIsKept() {
        Batch batch = decode(
                micros(0),
                sample(0, "a", 0, 1),
                sample(1, "a", -1, 1),
                record(
                        SAMPLES_0,
                        2,
                        topic("g"),
                        "{\"timestamp_ms\":" + (NOON.toEpochMilli() - 1) + ",\"x\":1,\"y\":2}"));

        assertThat(batch.entries()).hasSize(1);
        assertThat(batch.tooOld().stream().mapToInt(Entry::size).sum()).isEqualTo(3);
        assertThat(batch.refusals()).isEmpty();
    }

    @Test
    void theOrderOfTheLogIsKept() {
        Batch batch = decode(0, sample(5, "b", 0, 1), sample(6, "a", 0, 2), sample(7, "b", 0, 3));

        assertThat(batch.entries()).extracting(entry -> entry.record().offset()).containsExactly(5L, 6L, 7L);
    }

    @Test
    void withoutAnyPlausibleTimeARecordIsRefused() {
        StoredRecord record = new StoredRecord(
                SAMPLES_0,
                0,
                -1,
                new LogRecord(
                        LogTopic.SAMPLES,
                        topic("a"),
                        "{\"value\":1}".getBytes(StandardCharsets.UTF_8),
                        Map.of(Headers.RECEIVED, "12")));

        Batch batch = decode(0, record);

        assertThat(batch.entries()).isEmpty();
        assertThat(batch.refusals()).singleElement().satisfies(refusal -> {
            assertThat(refusal.problem().code()).isEqualTo("timestamp-out-of-range");
            assertThat(refusal.problem().sentence()).contains(Headers.RECEIVED);
        });
    }

    @Test
    void theReceivedTimeStandsInAndIsMarked() {
        StoredRecord record =
                record(SAMPLES_0, 0, topic("a"), "{\"value\":1}", Map.of(Headers.RECEIVED, Long.toString(micros(-10))));

        Sample sample = decode(0, record).entries().get(0).samples().get(0);

        assertThat(sample.timestampMicros()).isEqualTo(micros(-10));
        assertThat(sample.timestamped()).isFalse();
    }

    @Test
    void whatItsTagsLackIsSeen() {
        KnownTopics topics = new KnownTopics(NAMESPACE);
        topics.get(topic("whole")).learn(1, Value.DataType.INTEGER);
        topics.get(topic("group/x")).learn(2, Value.DataType.INTEGER);

        Batch batch = Batch.decode(
                List.of(
                        sample(0, "whole", 0, 1),
                        sample(1, "whole", 1, 1.5),
                        sample(2, "new", 0, 1),
                        record(SAMPLES_0, 3, topic("group"), "{\"timestamp_ms\":" + NOON.toEpochMilli() + ",\"x\":1}"),
                        record(EVENTS_0, 0, EVENT, "{\"timestamp_ms\":" + NOON.toEpochMilli() + "}")),
                new RecordDecoder(topics, new Sources(), AT_NOON),
                0,
                (partition, first) -> 0);

        assertThat(batch.unlearned())
                .extracting(entry -> entry.record().offset())
                .containsExactly(1L, 2L);
        assertThat(batch.entries().get(3).topic(0)).isSameAs(topics.get(topic("group/x")));
    }

    @Test
    void whatWasStoredBeforeIsMarkedByItsPartition() {
        Batch batch = Batch.decode(
                List.of(
                        sample(7, "a", 0, 1),
                        record(SAMPLES_1, 7, topic("b"), payload(0, 1)),
                        sample(8, "a", 1, 1),
                        record(SAMPLES_1, 8, topic("b"), payload(1, 1))),
                new RecordDecoder(new KnownTopics(NAMESPACE), new Sources(), AT_NOON),
                0,
                (partition, first) -> partition.equals(SAMPLES_0) && first == 7 ? 8 : 0);

        assertThat(batch.entries()).extracting(Entry::again).containsExactly(true, false, false, false);
        assertThat(batch.firsts()).isEqualTo(Map.of(SAMPLES_0, 7L, SAMPLES_1, 7L));
    }
}
