package io.millrace.backbone;

import io.millrace.model.LogTopic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * How a topic should be.
 *
 * @param partitions when it is created; later only compared, because another number would move keys to other
 *     partitions and tear their order apart
 * @param settings Kafka's topic settings
 */
record TopicPlan(LogTopic topic, int partitions, Map<String, String> settings) {

    /** Room for key and headers beside the largest payload. */
    private static final int KEY_AND_HEADERS = 1 << 16;

    /** Room for Kafka's own bytes around the largest record. */
    private static final int BATCH_OVERHEAD = 1 << 16;

    private static final long SEGMENT_BYTES = 64L << 20;
    private static final Duration SEGMENT_TIME = Duration.ofDays(7);

    TopicPlan {
        settings = Map.copyOf(settings);
    }

    static List<TopicPlan> of(BackboneSettings settings) {
        List<TopicPlan> plans = new ArrayList<>();
        for (LogTopic topic : LogTopic.values()) {
            plans.add(of(
                    topic, settings, Objects.requireNonNull(settings.retention().get(topic))));
        }
        return plans;
    }

    /** Largest record of a topic: payload, key and headers, in bytes. */
    static int maximumRecordBytes(LogTopic topic, BackboneSettings settings) {
        int payload = topic == LogTopic.QUARANTINE
                ? BackboneSettings.QUARANTINE_PAYLOAD_BYTES
                : settings.maximumPayloadBytes();
        return payload + KEY_AND_HEADERS;
    }

    static TopicPlan of(LogTopic topic, BackboneSettings settings, Retention retention) {
        boolean route = topic == LogTopic.SAMPLES || topic == LogTopic.EVENTS;
        int partitions = route ? settings.partitions() : 1;
        long bytes =
                retention.bytes().map(total -> Math.max(1, total / partitions)).orElse(-1L);
        long millis = retention.time().map(Duration::toMillis).orElse(-1L);
        int largest = maximumRecordBytes(topic, settings) + BATCH_OVERHEAD;
        Map<String, String> wanted = new TreeMap<>();
        wanted.put("cleanup.policy", "delete");
        wanted.put("retention.bytes", Long.toString(bytes));
        wanted.put("retention.ms", Long.toString(millis));
        wanted.put("segment.bytes", Long.toString(segmentBytes(bytes, largest)));
        wanted.put("segment.ms", Long.toString(segmentMillis(millis)));
        wanted.put("max.message.bytes", Integer.toString(largest));
        // When the log took a record decides when it is dropped: the clock of a device may say 1601 or 2100.
        wanted.put("message.timestamp.type", "LogAppendTime");
        if (onDiskFirst(topic)) {
            wanted.put("flush.messages", "1");
        }
        return new TopicPlan(topic, partitions, wanted);
    }

    /** What the ledger's facts tell of was not promised to anyone, so they need not wait for the disk either. */
    private static boolean onDiskFirst(LogTopic topic) {
        return topic != LogTopic.SAMPLES && topic != LogTopic.LEDGER;
    }

    /** Small segments: retention drops whole ones, and after a crash the last one is read again. */
    private static long segmentBytes(long retention, int largest) {
        long floor = Math.max(1L << 20, largest);
        return retention < 0 ? SEGMENT_BYTES : Math.max(floor, Math.min(SEGMENT_BYTES, retention / 4));
    }

    private static long segmentMillis(long retention) {
        long week = SEGMENT_TIME.toMillis();
        return retention < 0 ? week : Math.max(60_000, Math.min(week, retention / 7));
    }
}
