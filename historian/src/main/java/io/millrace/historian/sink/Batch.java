package io.millrace.historian.sink;

import io.millrace.model.LogPartition;
import io.millrace.model.LogTopic;
import io.millrace.model.Problem;
import io.millrace.model.ProblemException;
import io.millrace.model.StoredRecord;
import io.millrace.model.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Records of the log, decoded. Pure: no database, no clock.
 *
 * @param entries what becomes rows; none is empty
 * @param corrections those of the entries that replace what was said before
 * @param unlearned those of the entries with a tag that has no number yet, or too narrow a type
 * @param opaque bytes that the log alone keeps: counted, not stored
 * @param tooOld samples and events before the retention, which are left out
 * @param quarantined records of {@link LogTopic#QUARANTINE} as they came
 * @param facts records of {@link LogTopic#LEDGER} as they came
 * @param sampleDays days since 1970 (UTC) that the samples lie in
 * @param firsts the first offset of each partition
 */
record Batch(
        List<Entry> entries,
        List<Entry> corrections,
        List<Entry> unlearned,
        List<Entry> opaque,
        List<Entry> tooOld,
        List<Refusal> refusals,
        List<StoredRecord> quarantined,
        List<StoredRecord> facts,
        Set<Long> sampleDays,
        Set<Long> eventDays,
        Set<Long> correctionDays,
        Map<LogPartition, Long> firsts) {

    static final long DAY_MICROS = 86_400_000_000L;

    /** Knows what was stored before. */
    interface Stored {
        /**
         * @param first the first offset of the partition in this batch
         * @return the records with smaller offsets were stored before
         */
        long before(LogPartition partition, long first);
    }

    int days() {
        return sampleDays.size() + eventDays.size() + correctionDays.size();
    }

    /** @param earliestMicros what lies before is not stored; microseconds since 1970 */
    static Batch decode(List<StoredRecord> records, RecordDecoder decoder, long earliestMicros, Stored stored) {
        Decoding decoding = new Decoding(records.size(), decoder, earliestMicros, stored);
        for (StoredRecord record : records) {
            decoding.add(record);
        }
        return decoding.batch;
    }

    /** A batch that grows. Records of one partition, and of one day, come mostly in a row. */
    private static final class Decoding {

        private final RecordDecoder decoder;
        private final long earliestMicros;
        private final Stored stored;
        private final Batch batch;
        private final Days sampleDays;
        private final Days eventDays;
        private @Nullable LogPartition partition;
        private long storedBefore;
        private int items;

        Decoding(int records, RecordDecoder decoder, long earliestMicros, Stored stored) {
            this.decoder = decoder;
            this.earliestMicros = earliestMicros;
            this.stored = stored;
            batch = new Batch(
                    new ArrayList<>(records),
                    new ArrayList<>(0),
                    new ArrayList<>(0),
                    new ArrayList<>(0),
                    new ArrayList<>(0),
                    new ArrayList<>(0),
                    new ArrayList<>(0),
                    new ArrayList<>(0),
                    new TreeSet<>(),
                    new TreeSet<>(),
                    new TreeSet<>(),
                    new HashMap<>());
            sampleDays = new Days(batch.sampleDays);
            eventDays = new Days(batch.eventDays);
        }

        void add(StoredRecord record) {
            if (!record.partition().equals(partition)) {
                enter(record);
            }
            if (record.partition().log() == LogTopic.QUARANTINE) {
                batch.quarantined.add(record);
            } else if (record.partition().log() == LogTopic.LEDGER) {
                batch.facts.add(record);
            } else {
                decode(record);
            }
        }

        private void enter(StoredRecord record) {
            partition = record.partition();
            Long first = batch.firsts.putIfAbsent(partition, record.offset());
            storedBefore = stored.before(partition, first == null ? record.offset() : first);
        }

        private void decode(StoredRecord record) {
            try {
                put(decoder.decode(record, items, record.offset() < storedBefore));
            } catch (ProblemException unusable) {
                batch.refusals.add(new Refusal(record, unusable.problem()));
            } catch (RuntimeException fault) {
                // A fault of ours must not stop the neighbours, now and at every new attempt.
                batch.refusals.add(new Refusal(
                        record, Problem.of("record-undecodable", "The record cannot be read: " + fault + ".")));
            }
        }

        private void put(Entry entry) {
            if (entry.size() == 0) {
                batch.opaque.add(entry);
            } else if (entry.micros() < earliestMicros) {
                batch.tooOld.add(entry);
            } else {
                (entry.event() == null ? sampleDays : eventDays).add(entry.micros());
                batch.entries.add(entry);
                if (entry.isCorrection()) {
                    batch.corrections.add(entry);
                    batch.correctionDays.add(Math.floorDiv(entry.micros(), DAY_MICROS));
                }
                if (!isLearned(entry)) {
                    batch.unlearned.add(entry);
                }
                items += entry.size();
            }
        }

        private static boolean isLearned(Entry entry) {
            for (int i = 0; i < entry.samples().size(); i++) {
                Value value = entry.samples().get(i).value();
                if (!entry.topic(i).isLearned(value == null ? null : value.type())) {
                    return false;
                }
            }
            return true;
        }
    }

    /** Adds to a set of days what is mostly the same one again. */
    private static final class Days {

        private final Set<Long> all;
        private long latest = Long.MIN_VALUE;

        Days(Set<Long> all) {
            this.all = all;
        }

        void add(long micros) {
            long day = Math.floorDiv(micros, DAY_MICROS);
            if (day != latest) {
                latest = day;
                all.add(day);
            }
        }
    }
}
