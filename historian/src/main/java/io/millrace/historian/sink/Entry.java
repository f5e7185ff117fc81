package io.millrace.historian.sink;

import io.millrace.model.Message;
import io.millrace.model.Sample;
import io.millrace.model.StoredRecord;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one record of the log wants stored.
 *
 * @param samples those within the retention; may be empty
 */
record Entry(StoredRecord record, List<Sample> samples, Message.@Nullable Event event) {

    Entry {
        samples = List.copyOf(samples);
    }
}
