package io.millrace.app.desk;

import io.millrace.console.HubDesk.Hop;
import io.millrace.console.HubDesk.Trace;
import io.millrace.historian.Deliveries;
import io.millrace.historian.Deliveries.Quarantined;
import io.millrace.historian.Deliveries.StoredSample;
import io.millrace.model.Headers;
import io.millrace.model.LogRecord;
import io.millrace.model.LogTopic;
import io.millrace.model.Problem;
import io.millrace.model.Quality;
import io.millrace.model.StoredRecord;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Finds the way of one sample: its row in the historian, its record in the log, and what the headers say of it.
 * Thread-safe.
 */
final class Tracer {

    private static final Set<LogTopic> ROUTES = EnumSet.of(LogTopic.SAMPLES, LogTopic.EVENTS);
    /** How much of one partition is read for a trace; some seconds of work at most. */
    private static final int LIMIT = 300_000;
    /** Clocks of devices differ from ours by so much without anybody minding. */
    private static final Duration CLOCKS = Duration.ofSeconds(10);

    private static final Duration LONG_AFTER = Duration.ofMinutes(1);
    private static final Duration RECENT = Duration.ofHours(1);

    private final LogSearch log;
    private final Deliveries deliveries;
    private final MirrorTimes mirror;
    private final RecordSamples samples;
    private final Clock clock;

    Tracer(LogSearch log, Deliveries deliveries, MirrorTimes mirror, RecordSamples samples, Clock clock) {
        this.log = log;
        this.deliveries = deliveries;
        this.mirror = mirror;
        this.samples = samples;
        this.clock = clock;
    }

    Trace trace(String topic, Optional<Instant> at) {
        Instant until = at.orElseGet(() -> clock.instant().plus(1, ChronoUnit.DAYS));
        Optional<StoredSample> row = deliveries.sampleAt(topic, until);
        Optional<StoredRecord> record =
                row.isPresent() ? recordOf(row.get()) : newestInTheLog(topic, at.orElseGet(clock::instant));
        Optional<Quarantined> refused = refused(topic, until);
        Instant latest = row.map(StoredSample::time)
                .or(() -> record.map(found -> samples.time(found, topic)))
                .orElse(Instant.MIN);
        if (refused.isPresent() && refused.get().quarantined().isAfter(latest)) {
            return traceOfRefused(topic, refused.get());
        }
        if (row.isEmpty() && record.isEmpty()) {
            throw Problem.of(
                            "trace-nothing-found",
                            "Neither the historian nor the log knows a sample of '" + topic + "'"
                                    + at.map(time -> " at or before " + time).orElse("") + ".",
                            "Check the topic; 'millrace tail' shows what arrives.")
                    .asException();
        }
        return traceOf(topic, row.orElse(null), record.orElse(null));
    }

    private Optional<StoredRecord> recordOf(StoredSample row) {
        Predicate<StoredRecord> same =
                record -> !isFiltered(record) && samples.holds(record, row.topic(), row.time(), row.id());
        Optional<StoredRecord> found = search(row.topic(), row.time().minus(CLOCKS), same);
        Instant stored = row.storedAt();
        // It may have come long after its time: a device that had been away, a replay.
        return found.isPresent()
                        || stored == null
                        || Duration.between(row.time(), stored).compareTo(LONG_AFTER) < 0
                ? found
                : search(row.topic(), stored.minus(LONG_AFTER), same);
    }

    /** Whether it is there for processors only: what the historian has came with another record. */
    private static boolean isFiltered(StoredRecord record) {
        return record.record().headers().containsKey(Headers.FILTERED);
    }

    /** An event, or a sample the historian does not have yet. */
    private Optional<StoredRecord> newestInTheLog(String topic, Instant until) {
        List<StoredRecord> last = new ArrayList<>(1);
        Predicate<StoredRecord> untilThen = record -> {
            if (isFiltered(record)) {
                return false;
            }
            if (record.timestampMillis() <= until.toEpochMilli()) {
                last.clear();
                last.add(record);
                return false;
            }
            return true;
        };
        Optional<StoredRecord> beyond = log.find(ROUTES, topic, until.minus(RECENT), untilThen, LIMIT);
        return last.isEmpty() ? beyond.filter(record -> false) : Optional.of(last.get(0));
    }

    /** A payload of several tags lies on a topic above theirs. */
    private Optional<StoredRecord> search(String topic, Instant from, Predicate<StoredRecord> wanted) {
        for (String key : samples.keys(topic)) {
            Optional<StoredRecord> found = log.find(ROUTES, key, from, wanted, LIMIT);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private Optional<Quarantined> refused(String topic, Instant until) {
        return deliveries.quarantine(null, null, null, null, 200).records().stream()
                .filter(record ->
                        record.topic().equals(topic) && !record.quarantined().isAfter(until))
                .findFirst();
    }

    private Trace traceOf(String topic, @Nullable StoredSample row, @Nullable StoredRecord record) {
        Instant time = row != null ? row.time() : record != null ? samples.time(record, topic) : clock.instant();
        List<Hop> hops = new ArrayList<>();
        if (record == null || !"received".equals(record.record().headers().get(Headers.TIME))) {
            hops.add(given(time, record));
        }
        if (record != null) {
            hops.addAll(Hops.of(record.record()));
            hops.add(new Hop(
                    "log", Instant.ofEpochMilli(record.timestampMillis()), "Durable at " + place(record) + "."));
            hops.add(mirrored(record));
        }
        hops.add(stored(row));
        return new Trace(
                topic,
                time,
                row == null ? null : row.value(),
                row == null ? null : Quality.of(row.quality()).toString(),
                record == null ? null : Headers.source(record.record().headers()::get),
                record == null ? null : place(record),
                inOrder(hops),
                null);
    }

    private static Hop given(Instant time, @Nullable StoredRecord record) {
        String processor = record == null ? null : record.record().headers().get(Headers.PROCESSOR);
        return processor == null
                ? new Hop("device", time, "The time the sender gave it.")
                : new Hop("processor", time, "The time that " + processor + " gave it, of what it was made of.");
    }

    private Hop mirrored(StoredRecord record) {
        String source = record.record().headers().getOrDefault(Headers.SOURCE, "");
        Optional<Instant> at = mirror.mirrored(record);
        if (at.isPresent()) {
            return new Hop("mirrored", at.get(), "Published to the MQTT subscribers, retained.");
        }
        return source.startsWith(Headers.MQTT_SOURCE_PREFIX)
                ? new Hop("mirrored", null, "It came by MQTT: its broker delivered it to the subscribers itself.")
                : new Hop("mirrored", null, "Not published on MQTT by this hub since its start.");
    }

    private static Hop stored(@Nullable StoredSample row) {
        if (row == null) {
            return new Hop("stored", null, "The historian has no row of it: not yet, or it is an event.");
        }
        return row.storedAt() == null
                ? new Hop("stored", null, "A row in the historian; PostgreSQL does not keep when it was committed.")
                : new Hop("stored", row.storedAt(), "Committed as a row of the historian.");
    }

    private Trace traceOfRefused(String topic, Quarantined refused) {
        List<Hop> hops =
                new ArrayList<>(Hops.of(new LogRecord(LogTopic.QUARANTINE, topic, new byte[0], refused.headers())));
        hops.add(new Hop(
                "quarantined",
                refused.quarantined(),
                "Refused by " + refused.hop() + ", record " + refused.id() + " of the quarantine."));
        return new Trace(
                topic,
                refused.firstSeen(),
                null,
                null,
                refused.source(),
                refused.headers().get(Headers.PLACE),
                inOrder(hops),
                refused.code() + ": " + refused.sentence());
    }

    private static String place(StoredRecord record) {
        return record.partition().log().topicName() + "/" + record.partition().number() + "/" + record.offset();
    }

    /** By time; a hop of unknown time stays behind the one it followed. */
    private static List<Hop> inOrder(List<Hop> hops) {
        List<Hop> timed =
                new ArrayList<>(hops.stream().filter(hop -> hop.at() != null).toList());
        timed.sort(Comparator.comparing(hop -> hop.at() == null ? Instant.MAX : hop.at()));
        hops.stream().filter(hop -> hop.at() == null).forEach(timed::add);
        return timed;
    }
}
