package io.millrace.historian.sink;

import io.millrace.model.Message;
import io.millrace.model.Sample;
import io.millrace.model.StoredRecord;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one record of the log wants stored.
 *
 * @param samples empty for an event, and for bytes that the log alone keeps
 * @param receivedMicros when it was received, microseconds since 1970
 * @param again it was stored before and is here to be counted
 * @param first number of its first sample, or of the event, within the batch
 */
record Entry(
        StoredRecord record,
        List<Sample> samples,
        Message.@Nullable Event event,
        long receivedMicros,
        boolean again,
        int first) {

    Entry {
        samples = List.copyOf(samples);
    }

    /** How many samples or events it is. */
    int size() {
        return event == null ? samples.size() : 1;
    }

    String topic(int item) {
        return event == null ? samples.get(item).topic().path() : event.topic().path();
    }

    long micros(int item) {
        return event == null ? samples.get(item).timestampMicros() : event.timestampMicros();
    }
}
