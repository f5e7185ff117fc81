package io.millrace.historian.sink;

import io.millrace.model.Message;
import io.millrace.model.Problem;
import io.millrace.model.ProblemException;
import io.millrace.model.Sample;
import io.millrace.model.StoredRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Records of the log, decoded. Pure: no database, no clock.
 *
 * @param tooOld samples and events before the retention, which are left out
 * @param sampleDays days since 1970 (UTC) that the samples lie in
 */
record Batch(List<Entry> entries, List<Refusal> refusals, int tooOld, Set<Long> sampleDays, Set<Long> eventDays) {

    static final long DAY_MICROS = 86_400_000_000L;

    Batch {
        entries = List.copyOf(entries);
        refusals = List.copyOf(refusals);
    }

    int days() {
        return sampleDays.size() + eventDays.size();
    }

    /** @param earliestMicros what lies before is not stored; microseconds since 1970 */
    static Batch decode(List<StoredRecord> records, RecordDecoder decoder, long earliestMicros) {
        List<Entry> entries = new ArrayList<>(records.size());
        List<Refusal> refusals = new ArrayList<>(0);
        Set<Long> sampleDays = new TreeSet<>();
        Set<Long> eventDays = new TreeSet<>();
        int tooOld = 0;
        for (StoredRecord record : records) {
            Message message;
            try {
                message = decoder.decode(record);
            } catch (ProblemException unusable) {
                refusals.add(new Refusal(record, unusable.problem()));
                continue;
            } catch (RuntimeException fault) {
                // A fault of ours must not stop the neighbours, now and at every new attempt.
                refusals.add(new Refusal(
                        record, Problem.of("record-undecodable", "The record cannot be read: " + fault + ".")));
                continue;
            }
            if (message instanceof Message.Samples samples) {
                List<Sample> kept = samples.samples();
                if (kept.get(0).timestampMicros() < earliestMicros) {
                    tooOld += kept.size();
                    continue;
                }
                sampleDays.add(Math.floorDiv(kept.get(0).timestampMicros(), DAY_MICROS));
                entries.add(new Entry(record, kept, null));
            } else if (message instanceof Message.Event event) {
                if (event.timestampMicros() < earliestMicros) {
                    tooOld++;
                    continue;
                }
                eventDays.add(Math.floorDiv(event.timestampMicros(), DAY_MICROS));
                entries.add(new Entry(record, List.of(), event));
            }
        }
        return new Batch(entries, refusals, tooOld, sampleDays, eventDays);
    }
}
