package io.millrace.model;

import java.util.concurrent.CompletionStage;

/** The way into the log. Thread-safe. */
@FunctionalInterface
public interface LogWriter {

    /**
     * Appends a record. The stage completes when the record is durable by the rules of its topic, and exceptionally
     * when it could not be written. Records of one key written by one thread keep their order. May block for a short
     * time when the writer's memory is full: that is the back-pressure.
     */
    CompletionStage<Void> write(LogRecord record);
}
