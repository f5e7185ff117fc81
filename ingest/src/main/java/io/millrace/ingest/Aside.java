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
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sets messages aside in the quarantine, with their reason. Thread-safe.
 *
 * <p>A log may be set to refuse large records. A message that can neither be used nor be set aside would be sent again
 * by its client for ever, so of one that is too large for the quarantine the beginning is kept. Any other failure is the
 * sender's to know: nothing of the message is lost by sending it again.
 */
final class Aside {

    private static final Logger log = LoggerFactory.getLogger(Aside.class);

    /** The component that judges, in the hop headers. */
    static final String HOP = "ingest";

    /** When the log has no room for a large unusable payload, this much of it is kept. */
    static final int KEPT_BYTES = 64 * 1024;

    /** How many bytes a payload had of which only the beginning was kept. */
    static final String WHOLE_BYTES = "mr-whole-bytes";

    /** How much is kept, tried one after the other. */
    private static final int[] LENGTHS = {KEPT_BYTES, 4 * 1024, 0};

    private final LogWriter writer;
    private final OwnThread own;
    private final AtomicBoolean warned = new AtomicBoolean();

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

    /** @param own where a write is made that follows from the end of another */
    Aside(LogWriter writer, OwnThread own) {
        this.writer = writer;
        this.own = own;
    }

    /** Writes it to the quarantine, on this thread. Completes when it is there. */
    CompletableFuture<Void> put(Unusable unusable) {
        CompletableFuture<Void> end = new CompletableFuture<>();
        put(unusable, unusable.payload().length, end);
        return end;
    }

    /**
     * The same for a thread that must not wait.
     *
     * @param why how it ends when it cannot even be tried
     */
    void later(Unusable unusable, Throwable why, CompletableFuture<Void> end) {
        int length = unusable.payload().length;
        own.execute(length, () -> put(unusable, length, end), () -> end.completeExceptionally(why));
    }

    private void put(Unusable unusable, int length, CompletableFuture<Void> end) {
        CompletableFuture<Void> written = Writes.append(writer, record(unusable, length));
        boolean here = written.isDone();
        var unused = written.whenComplete((done, failure) -> {
            if (failure == null) {
                end.complete(null);
            } else if (Failures.isTooLarge(failure)) {
                shorten(unusable, length, failure, here, end);
            } else {
                end.completeExceptionally(failure);
            }
        });
    }

    private void shorten(Unusable unusable, int length, Throwable failure, boolean here, CompletableFuture<Void> end) {
        for (int shorter : LENGTHS) {
            if (shorter < length) {
                if (here) {
                    put(unusable, shorter, end);
                } else {
                    own.execute(
                            unusable.payload().length,
                            () -> put(unusable, shorter, end),
                            () -> end.completeExceptionally(failure));
                }
                return;
            }
        }
        if (!warned.getAndSet(true)) {
            log.atError()
                    .addKeyValue("topic", unusable.topic())
                    .log(
                            "the quarantine does not even take the topic and headers of a message; its sender will send it"
                                    + " again and again. Raise max.message.bytes of the Kafka topic {}: {}",
                            LogTopic.QUARANTINE.topicName(),
                            Failures.sentence(failure));
        }
        end.completeExceptionally(failure);
    }

    private static LogRecord record(Unusable unusable, int length) {
        byte[] payload = unusable.payload();
        String sentence = unusable.problem().sentence();
        Map<String, String> all = new HashMap<>(unusable.headers());
        if (length < payload.length) {
            // of one that is replayed only the beginning may be here
            all.putIfAbsent(WHOLE_BYTES, Integer.toString(payload.length));
            sentence +=
                    length == 0 ? " Its payload could not be kept." : " Only its first " + length + " bytes are kept.";
            payload = Arrays.copyOf(payload, length);
        }
        all.put(Headers.ERROR_CODE, unusable.problem().code());
        all.put(Headers.ERROR, sentence);
        all.put(Headers.ERROR_HOP, HOP);
        all.put(Headers.ATTEMPTS, Integer.toString(unusable.attempts()));
        all.put(Headers.FIRST_SEEN, unusable.firstSeen());
        return new LogRecord(LogTopic.QUARANTINE, unusable.topic(), payload, all);
    }
}
