package io.millrace.ingest;

import io.millrace.model.LogRecord;
import io.millrace.model.LogWriter;
import java.util.concurrent.CompletableFuture;

/** Writes to the log such that every failure is in the stage, however the log tells it. */
final class Writes {

    private Writes() {}

    static CompletableFuture<Void> append(LogWriter writer, LogRecord record) {
        try {
            return writer.write(record).toCompletableFuture();
        } catch (RuntimeException refused) {
            return CompletableFuture.failedFuture(refused);
        }
    }
}
