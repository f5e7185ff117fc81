package io.millrace.app.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.model.Headers;
import io.millrace.model.LogPartition;
import io.millrace.model.LogRecord;
import io.millrace.model.LogTopic;
import io.millrace.model.Namespace;
import io.millrace.model.StoredRecord;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class MirrorTest {

    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
    private static final String A = "umh/v1/works/_historian/a";
    private static final String B = "umh/v1/works/_historian/b";

    private final List<String> published = new ArrayList<>();
    private final Set<String> broken = new HashSet<>();
    private final Set<String> unattended = new HashSet<>();
    private Instant now = NOW;
    private long changes;
    private final Mirror mirror = new Mirror(
            new Mirror.Subscribers() {
                @Override
                public CompletionStage<Void> publish(String topic, byte[] payload) {
                    if (broken.contains(topic)) {
                        return CompletableFuture.failedFuture(new IllegalStateException("no"));
                    }
                    published.add(topic + "=" + new String(payload, StandardCharsets.UTF_8));
                    return CompletableFuture.completedFuture(null);
                }

                @Override
                public boolean isAnyoneOn(String topic) {
                    return !unattended.contains(topic);
                }

                @Override
                public long changes() {
                    return changes;
                }
            },
            new Namespace(Namespace.DEFAULT_ROOT),
            "liege/1234/",
            new Clock() {
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
            });

    @Test
    void whatCameByOurOwnMqttIsThereAlready() throws Exception {
        mirror.handle(List.of(
                record(0, A, "1", "mqtt:press", "liege/1234/mqtt", NOW),
                record(1, A, "2", "mqtt:press", "other/5678/mqtt", NOW),
                record(2, B, "3", "plc", "liege/1234/plc", NOW)));

        assertThat(published).containsExactly(A + "=2", B + "=3");
    }

    @Test
    void ofOldRecordsOnlyTheLastOfEachTopicIsPublished() throws Exception {
        Instant old = NOW.minusSeconds(3_600);

        mirror.handle(List.of(
                record(0, A, "1", "plc", "liege/1234/plc", old),
                record(1, B, "2", "plc", "liege/1234/plc", old),
                record(2, A, "3", "plc", "liege/1234/plc", old),
                record(3, A, "4", "plc", "liege/1234/plc", NOW),
                record(4, A, "5", "plc", "liege/1234/plc", NOW)));

        assertThat(published).containsExactly(B + "=2", A + "=3", A + "=4", A + "=5");
    }

    @Test
    void ofWhatProcessorsCorrectOnlyTheLastThingTheySaidIsPublished() throws Exception {
        mirror.handle(List.of(
                said(0, A, 10, 1, Map.of()),
                said(1, A, 20, 2, Map.of()),
                said(2, A, 10, 3, Map.of(Headers.CORRECTION, "1")),
                said(3, A, 20, 4, Map.of(Headers.CORRECTION, "2")),
                said(4, A, 20, 5, Map.of(Headers.CORRECTION, "3", Headers.RETRACTED, "true")),
                said(5, B, 30, 6, Map.of(Headers.CORRECTION, "4"))));

        assertThat(published).containsExactly(A + "=" + value(10, 1), A + "=" + value(20, 2), A + "=" + value(20, 4));
    }

    @Test
    void anOldCorrectionDoesNotStandInForTheLastRecordOfAnHour() throws Exception {
        now = NOW.plusSeconds(3_600);

        mirror.handle(List.of(said(0, A, 20, 1, Map.of()), said(1, A, 10, 2, Map.of(Headers.CORRECTION, "1"))));

        assertThat(published).containsExactly(A + "=" + value(20, 1));
    }

    private static String value(long seconds, long value) {
        return "{\"timestamp_ms\":" + NOW.plusSeconds(seconds).toEpochMilli() + ",\"value\":" + value + "}";
    }

    private static StoredRecord said(
            long offset, String topic, long seconds, long value, Map<String, String> correction) {
        Map<String, String> headers = new HashMap<>(correction);
        headers.put(Headers.PROCESSOR, "total@1");
        return new StoredRecord(
                new LogPartition(LogTopic.SAMPLES, 0),
                offset,
                NOW.toEpochMilli(),
                new LogRecord(
                        LogTopic.SAMPLES, topic, value(seconds, value).getBytes(StandardCharsets.UTF_8), headers));
    }

    @Test
    void whereNobodyIsSubscribedTheLastValueOfFiveSecondsIsPublished() throws Exception {
        unattended.addAll(List.of(A, B));

        mirror.handle(List.of(
                record(0, A, "1", "plc", "liege/1234/plc", NOW),
                record(1, A, "2", "plc", "liege/1234/plc", NOW),
                record(2, B, "3", "plc", "liege/1234/plc", NOW)));
        assertThat(published).isEmpty();
        assertThat(mirror.isSettled()).isFalse();

        now = NOW.plusSeconds(5);
        mirror.handle(List.of(record(3, A, "4", "plc", "liege/1234/plc", now)));
        assertThat(published).containsExactly(A + "=4", B + "=3");
        assertThat(mirror.isSettled()).isTrue();
    }

    @Test
    void whatIsKeptBackIsPublishedWhenSomebodySubscribes() throws Exception {
        unattended.addAll(List.of(A, B));
        mirror.handle(List.of(record(0, A, "1", "plc", "liege/1234/plc", NOW)));
        unattended.remove(A);
        changes++;

        mirror.handle(List.of(record(1, B, "2", "plc", "liege/1234/plc", NOW)));

        assertThat(published).containsExactly(A + "=1", B + "=2");
    }

    @Test
    void whatIsKeptBackIsPublishedWhenNothingElseComes() throws Exception {
        unattended.add(A);
        mirror.handle(List.of(record(0, A, "1", "plc", "liege/1234/plc", NOW)));

        mirror.settle();

        assertThat(published).containsExactly(A + "=1");
        assertThat(mirror.isSettled()).isTrue();
    }

    @Test
    void whoSubscribesMeanwhileGetsTheNewerValueAndNotTheOlderAfterIt() throws Exception {
        unattended.add(A);
        mirror.handle(List.of(record(0, A, "1", "plc", "liege/1234/plc", NOW)));
        unattended.clear();

        mirror.handle(List.of(record(1, A, "2", "plc", "liege/1234/plc", NOW)));
        mirror.settle();

        assertThat(published).containsExactly(A + "=2");
    }

    @Test
    void whatIsKeptBackIsNotForgottenWhenItCannotBePublished() throws Exception {
        unattended.add(A);
        broken.add(A);
        mirror.handle(List.of(record(0, A, "1", "plc", "liege/1234/plc", NOW)));

        assertThatThrownBy(mirror::settle).hasMessageContaining("no");
        broken.clear();
        mirror.settle();

        assertThat(published).containsExactly(A + "=1");
    }

    @Test
    void oneRecordThatMqttRefusesHoldsUpNoOther() throws Exception {
        broken.add(A);

        mirror.handle(List.of(
                record(0, A, "1", "plc", "liege/1234/plc", NOW), record(1, B, "2", "plc", "liege/1234/plc", NOW)));

        assertThat(published).containsExactly(B + "=2");
    }

    @Test
    void whenNothingCanBePublishedItIsTriedAgain() {
        broken.add(A);

        assertThatThrownBy(() -> mirror.handle(List.of(record(0, A, "1", "plc", "liege/1234/plc", NOW))))
                .hasMessageContaining("no");
    }

    @Test
    void remembersWhenARecordWasMirrored() throws Exception {
        StoredRecord ours = record(7, A, "1", "plc", "liege/1234/plc", NOW);
        StoredRecord mqtts = record(8, A, "2", "mqtt:press", "liege/1234/mqtt", NOW);

        mirror.handle(List.of(ours, mqtts));

        assertThat(mirror.mirrored(ours)).contains(NOW);
        assertThat(mirror.mirrored(mqtts)).isEmpty();
        assertThat(mirror.mirrored(record(9, A, "3", "plc", "liege/1234/plc", NOW)))
                .isEmpty();
    }

    private static StoredRecord record(
            long offset, String key, String payload, String source, String origin, Instant appended) {
        return new StoredRecord(
                new LogPartition(LogTopic.SAMPLES, 0),
                offset,
                appended.toEpochMilli(),
                new LogRecord(
                        LogTopic.SAMPLES,
                        key,
                        payload.getBytes(StandardCharsets.UTF_8),
                        Map.of(Headers.SOURCE, source, Headers.ORIGIN, origin)));
    }
}
