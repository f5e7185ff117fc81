package io.millrace.model;

import java.util.concurrent.CompletionStage;

/** Where connections deliver. Thread-safe. */
@FunctionalInterface
public interface SampleSink {

    /**
     * Takes a batch. The stage completes when every sample is durable in the log: acknowledgement and back-pressure
     * are this one mechanism. It completes exceptionally when the log could not take the batch; the caller keeps it
     * and tries again.
     */
    CompletionStage<Void> write(SampleBatch batch);
}
