package io.millrace.backbone;

import io.millrace.model.StoredRecord;
import java.util.List;

/** Someone who follows the log and leaves the place where it is with Kafka. Called by one thread at a time. */
@FunctionalInterface
public interface RecordHandler {

    /**
     * Takes a batch, in the order of offsets within each partition. When it returns the records are done with. On an
     * exception, and when the process ends in between, the batch is delivered again: each record at least once.
     */
    void handle(List<StoredRecord> records) throws Exception;
}
