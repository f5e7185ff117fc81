package io.millrace.historian.sink;

import io.millrace.model.LogPartition;
import io.millrace.model.LogTopic;
import io.millrace.model.Message;
import io.millrace.model.Problem;
import io.millrace.model.ProblemException;
import io.millrace.model.Sample;
import io.millrace.model.StoredRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiPredicate;

/**
 * Records of the log, decoded. Pure: no database, no clock.
 *
 * @param entries what becomes rows; none is empty
 * @param opaque bytes that the log alone keeps: counted, not stored
 * @param tooOld samples and events before the retention, which are left out
 * @param quarantined records of {@link LogTopic#QUARANTINE} as they came
 * @param facts records of {@link LogTopic#LEDGER} as they came
 * @param sampleDays days since 1970 (UTC) that the samples lie in
 * @param firsts the first offset of each partition
 */
record Batch(
        List<Entry> entries,
        List<Entry> opaque,
        List<Entry> tooOld,
        List<Refusal> refusals,
        List<StoredRecord> quarantined,
        List<StoredRecord> facts,
        Set<Long> sampleDays,
        Set<Long> eventDays,
        Map<LogPartition, Long> firsts) {

    static final long DAY_MICROS = 86_400_000_000L;

    int days() {
        return sampleDays.size() + eventDays.size();
    }

    /**
     * @param earliestMicros what lies before is not stored; microseconds since 1970
     * @param again whether a record was stored before, given the first offset of its partition in this batch
     */
    static Batch decode(
            List<StoredRecord> records,
            RecordDecoder decoder,
            long earliestMicros,
            BiPredicate<StoredRecord, Long> again) {
        Batch batch = new Batch(
                new ArrayList<>(records.size()),
                new ArrayList<>(0),
                new ArrayList<>(0),
                new ArrayList<>(0),
                new ArrayList<>(0),
                new ArrayList<>(0),
                new TreeSet<>(),
                new TreeSet<>(),
                new HashMap<>());
        int items = 0;
        for (StoredRecord record : records) {
            Long earlier = batch.firsts.putIfAbsent(record.partition(), record.offset());
            long first = earlier == null ? record.offset() : earlier;
            if (record.partition().log() == LogTopic.QUARANTINE) {
                batch.quarantined.add(record);
            } else if (record.partition().log() == LogTopic.LEDGER) {
                batch.facts.add(record);
            } else {
                items += batch.add(record, decoder, earliestMicros, again.test(record, first), items);
            }
        }
        return batch;
    }

    /** @return how many numbers of items it took */
    private int add(StoredRecord record, RecordDecoder decoder, long earliestMicros, boolean again, int first) {
        RecordDecoder.Decoded decoded;
        try {
            decoded = decoder.decode(record);
        } catch (ProblemException unusable) {
            refusals.add(new Refusal(record, unusable.problem()));
            return 0;
        } catch (RuntimeException fault) {
            // A fault of ours must not stop the neighbours, now and at every new attempt.
            refusals.add(
                    new Refusal(record, Problem.of("record-undecodable", "The record cannot be read: " + fault + ".")));
            return 0;
        }
        long received = decoded.receivedMicros();
        if (decoded.message() instanceof Message.Samples samples) {
            List<Sample> all = samples.samples();
            return put(new Entry(record, all, null, received, again, first), earliestMicros, sampleDays);
        }
        if (decoded.message() instanceof Message.Event event) {
            return put(new Entry(record, List.of(), event, received, again, first), earliestMicros, eventDays);
        }
        opaque.add(new Entry(record, List.of(), null, received, again, first));
        return 0;
    }

    private int put(Entry entry, long earliestMicros, Set<Long> days) {
        // All samples of a payload have one time.
        if (entry.micros(0) < earliestMicros) {
            tooOld.add(entry);
            return 0;
        }
        days.add(Math.floorDiv(entry.micros(0), DAY_MICROS));
        entries.add(entry);
        return entry.size();
    }
}
