package io.millrace.notify;

import io.millrace.model.Headers;
import io.millrace.model.LogPartition;
import io.millrace.model.LogRecord;
import io.millrace.model.LogTopic;
import io.millrace.model.Namespace;
import io.millrace.model.StoredRecord;
import io.millrace.model.TopicFilter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Alarms as the log has them. Times are seconds from {@link #NOON}. */
final class Given {

    static final Namespace NAMESPACE = new Namespace("umh/v1");
    static final Instant NOON = Instant.parse("2026-03-10T12:00:00Z");
    static final long NOON_MILLIS = NOON.toEpochMilli();
    private static final LogPartition EVENTS = new LogPartition(LogTopic.EVENTS, 0);

    private Given() {}

    static String topic(String location, String alarm) {
        return "umh/v1/" + location + "/_analytics/alarm/" + alarm;
    }

    static String raised(long second, String alarm, String severity) {
        return "{\"timestamp_ms\":" + (NOON_MILLIS + second * 1000) + ",\"id\":\"1-raised\",\"alarm\":\"" + alarm
                + "\",\"transition\":\"raised\",\"state\":\"unacknowledged\",\"letter\":\"B\",\"occurrence\":\""
                + NOON.plusSeconds(second) + "\",\"severity\":\"" + severity + "\",\"severity_number\":700,"
                + "\"message\":\"" + alarm + ": 1151.5 is above 1150\",\"value\":1151.5,\"limit\":1150.0}";
    }

    static StoredRecord raisedRecord(long second, String alarm) {
        return record(topic("plant/kiln", alarm), raised(second, alarm, "high"), second, Map.of());
    }

    static StoredRecord clearedRecord(long second, String alarm, long raised) {
        return record(
                topic("plant/kiln", alarm),
                "{\"timestamp_ms\":" + (NOON_MILLIS + second * 1000) + ",\"id\":\"1-cleared\",\"alarm\":\"" + alarm
                        + "\",\"transition\":\"cleared\",\"occurrence\":\"" + NOON.plusSeconds(raised) + "\"}",
                second,
                Map.of());
    }

    static StoredRecord withdrawnRecord(long second, String alarm, long logged) {
        return record(
                topic("plant/kiln", alarm),
                "{\"timestamp_ms\":" + (NOON_MILLIS + second * 1000) + ",\"id\":\"1-raised\",\"retracted\":true}",
                logged,
                Map.of(Headers.CORRECTION, "1", Headers.RETRACTED, "true"));
    }

    static StoredRecord record(String topic, String json, long logged, Map<String, String> headers) {
        return new StoredRecord(
                EVENTS,
                0,
                NOON_MILLIS + logged * 1000,
                new LogRecord(LogTopic.EVENTS, topic, json.getBytes(StandardCharsets.UTF_8), headers));
    }

    static News news(StoredRecord record) {
        return new NewsReader(NAMESPACE).read(record).orElseThrow();
    }

    static NotificationSettings notification(
            Channel channel, int atMost, Duration within, Set<String> severities, String... locations) {
        return new NotificationSettings(
                "operators",
                severities,
                Arrays.stream(locations).map(TopicFilter::parse).toList(),
                atMost,
                within,
                true,
                channel);
    }

    static List<String> keys(Outbox outbox) {
        return outbox.content().pending().stream().map(Notice::key).toList();
    }
}
