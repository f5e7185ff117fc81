package io.millrace.ingest;

import io.millrace.model.Headers;
import io.millrace.model.LogRecord;
import io.millrace.model.LogTopic;
import io.millrace.model.LogWriter;
import io.millrace.model.Problem;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Sets messages aside in the quarantine, with their reason. Thread-safe. */
final class Aside {

    /** The component that judges, in the hop headers. */
    static final String HOP = "ingest";

    /** When the log has no room for a large unusable payload, this much of it is kept. */
    static final int KEPT_BYTES = 64 * 1024;

    /** How many bytes a payload had of which only the beginning was kept. */
    static final String WHOLE_BYTES = "mr-whole-bytes";

    private final LogWriter writer;

    /**
     * What is to be set aside.
     *
     * @param headers those of the message, without a word of errors
     * @param attempts how often it has been judged by now, this time included
     * @param firstSeen microseconds since 1970, as text
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Unusable(
            String topic,
            byte[] payload,
            Map<String, String> headers,
            Problem problem,
            int attempts,
            String firstSeen) {}

    Aside(LogWriter writer) {
        this.writer = writer;
    }

    /**
     * Writes it to the quarantine. A log may be set to refuse large records; a message that can neither be used nor be
     * set aside would be sent again by its client for ever, so its beginning is kept instead.
     */
    CompletionStage<Void> put(Unusable unusable) {
        return write(record(unusable, unusable.problem().sentence(), unusable.payload()))
                .handle((done, failure) -> afterwards(unusable, failure))
                .thenCompose(stage -> stage);
    }

    private CompletionStage<Void> afterwards(Unusable unusable, @Nullable Throwable failure) {
        if (failure == null) {
            return CompletableFuture.completedFuture(null);
        }
        if (unusable.payload().length <= KEPT_BYTES) {
            return CompletableFuture.failedFuture(failure);
        }
        String sentence = unusable.problem().sentence() + " Only its first " + KEPT_BYTES + " bytes are kept.";
        LogRecord beginning = record(unusable, sentence, Arrays.copyOf(unusable.payload(), KEPT_BYTES));
        Map<String, String> headers = new HashMap<>(beginning.headers());
        headers.put(WHOLE_BYTES, Integer.toString(unusable.payload().length));
        return write(new LogRecord(beginning.log(), beginning.key(), beginning.payload(), headers));
    }

    private static LogRecord record(Unusable unusable, String sentence, byte[] payload) {
        Map<String, String> all = new HashMap<>(unusable.headers());
        all.put(Headers.ERROR_CODE, unusable.problem().code());
        all.put(Headers.ERROR, sentence);
        all.put(Headers.ERROR_HOP, HOP);
        all.put(Headers.ATTEMPTS, Integer.toString(unusable.attempts()));
        all.put(Headers.FIRST_SEEN, unusable.firstSeen());
        return new LogRecord(LogTopic.QUARANTINE, unusable.topic(), payload, all);
    }

    private CompletionStage<Void> write(LogRecord record) {
        try {
            return writer.write(record);
        } catch (RuntimeException refused) {
            return CompletableFuture.failedFuture(refused);
        }
    }
}
