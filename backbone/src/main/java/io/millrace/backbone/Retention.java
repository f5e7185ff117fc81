package io.millrace.backbone;

import io.millrace.model.LogTopic;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * How long the log keeps a topic. Whichever limit is met first drops the oldest records, a segment file at a time, so
 * that somewhat more than the limit is on disk.
 *
 * @param time empty means without limit
 * @param bytes on disk, for all partitions of the topic together; empty means without limit
 */
public record Retention(Optional<Duration> time, Optional<Long> bytes) {

    private static final long MIB = 1L << 20;
    private static final long GIB = 1L << 30;

    public Retention {
        Objects.requireNonNull(time);
        Objects.requireNonNull(bytes);
        if (time.isPresent() && time.get().toMillis() < 1) {
            throw new BackboneException(
                    BackboneException.Kind.SETTING, "A retention time must be longer than " + time.get() + ".", null);
        }
        if (bytes.isPresent() && bytes.get() < 1) {
            throw new BackboneException(
                    BackboneException.Kind.SETTING, "A retention size must be more than " + bytes.get() + ".", null);
        }
    }

    public static Retention of(Duration time, long bytes) {
        return new Retention(Optional.of(time), Optional.of(bytes));
    }

    public static Retention forever() {
        return new Retention(Optional.empty(), Optional.empty());
    }

    /** What suits one plant on a small machine: a week of process values, a quarter of business events, all audits. */
    public static Map<LogTopic, Retention> defaults() {
        Map<LogTopic, Retention> defaults = new EnumMap<>(LogTopic.class);
        defaults.put(LogTopic.SAMPLES, of(Duration.ofDays(7), 8 * GIB));
        defaults.put(LogTopic.EVENTS, of(Duration.ofDays(90), 8 * GIB));
        defaults.put(LogTopic.QUARANTINE, of(Duration.ofDays(30), 2 * GIB));
        defaults.put(LogTopic.COMMANDS, of(Duration.ofDays(90), GIB));
        defaults.put(LogTopic.AUDIT, forever());
        defaults.put(LogTopic.LEDGER, of(Duration.ofDays(90), 256 * MIB));
        return defaults;
    }
}
