package io.millrace.historian.sink;

import io.millrace.model.Message;
import io.millrace.model.Sample;
import io.millrace.model.StoredRecord;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one record of the log wants stored, and all that is needed to count it: the record itself is not looked at again,
 * it may be out of the caches by then.
 *
 * @param topic on which it came
 * @param samples immutable; empty for an event, and for bytes that the log alone keeps
 * @param tags the topics of the samples, immutable; empty when there is one and it is that of the record
 * @param source the name under which it is counted
 * @param arrival where it has a number that is still to be noted
 * @param correction where it replaces what was said before under the same identity
 * @param receivedMicros when it was received, microseconds since 1970
 * @param micros the time of its samples, or of the event: all samples of a payload have one; microseconds since 1970
 * @param first number of its first sample, or of the event, within the batch
 * @param again it was stored before and is here to be counted
 */
record Entry(
        StoredRecord record,
        KnownTopic topic,
        List<Sample> samples,
        List<KnownTopic> tags,
        Message.@Nullable Event event,
        String source,
        @Nullable Arrival arrival,
        @Nullable Correction correction,
        long receivedMicros,
        long micros,
        int first,
        boolean again) {

    boolean isCorrection() {
        return correction != null;
    }

    /** How many samples or events it is. */
    int size() {
        return event == null ? samples.size() : 1;
    }

    /** The topic of a sample, or of the event. */
    KnownTopic topic(int item) {
        return tags.isEmpty() ? topic : tags.get(item);
    }
}
