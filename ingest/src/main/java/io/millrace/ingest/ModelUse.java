package io.millrace.ingest;

import io.millrace.model.contract.Model;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether a model is in use, and what it found. Thread-safe. */
final class ModelUse {

    private static final Logger log = LoggerFactory.getLogger(ModelUse.class);
    private static final long AGAIN_NANOS = Duration.ofMinutes(1).toNanos();

    final LongAdder quarantined = new LongAdder();
    final LongAdder marked = new LongAdder();

    private final @Nullable Model model;
    private final Consumer<Model> firstUse;
    private final Time time;
    private volatile boolean begun;
    private boolean failed;
    private long failedNanos;

    /** @param model absent for all the contracts that have none */
    ModelUse(@Nullable Model model, Consumer<Model> firstUse, Time time) {
        this.model = model;
        this.firstUse = firstUse;
        this.time = time;
        this.begun = model == null;
    }

    /** A message is about to pass by it. */
    void begin() {
        if (!begun) {
            tell();
        }
    }

    private synchronized void tell() {
        Model used = model;
        if (begun || used == null || (failed && time.now() - failedNanos < AGAIN_NANOS)) {
            return;
        }
        try {
            firstUse.accept(used);
            begun = true;
        } catch (RuntimeException refused) {
            failed = true;
            failedNanos = time.now();
            log.atWarn()
                    .addKeyValue("model", used.contract())
                    .log(
                            "the published version of a model could not be kept, and is tried again: {}",
                            refused.getMessage());
        }
    }
}
