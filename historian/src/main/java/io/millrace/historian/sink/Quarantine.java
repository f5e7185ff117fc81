package io.millrace.historian.sink;

import io.millrace.model.Headers;
import io.millrace.model.LogRecord;
import io.millrace.model.LogTopic;
import io.millrace.model.LogWriter;
import io.millrace.model.StoredRecord;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends refused records to the quarantine topic, with the reason, and waits until they are durable there. */
final class Quarantine {

    private static final Logger log = LoggerFactory.getLogger(Quarantine.class);
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final LogWriter writer;
    private final Clock clock;

    Quarantine(LogWriter writer, Clock clock) {
        this.writer = writer;
        this.clock = clock;
    }

    /** @throws ExecutionException when the log does not take them: then they are not dealt with yet */
    void write(List<Refusal> refusals) throws ExecutionException, TimeoutException, InterruptedException {
        List<CompletableFuture<Void>> pending = new ArrayList<>(refusals.size());
        for (Refusal refusal : refusals) {
            log.atDebug()
                    .addKeyValue("topic", refusal.record().record().key())
                    .addKeyValue("partition", refusal.record().partition())
                    .addKeyValue("offset", refusal.record().offset())
                    .addKeyValue("why", refusal.problem().sentence())
                    .log("record quarantined");
            pending.add(writer.write(quarantined(refusal)).toCompletableFuture());
        }
        CompletableFuture.allOf(pending.toArray(CompletableFuture[]::new)).get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    }

    private LogRecord quarantined(Refusal refusal) {
        LogRecord original = refusal.record().record();
        Map<String, String> headers = new HashMap<>(original.headers());
        headers.put(Headers.ERROR_CODE, refusal.problem().code());
        headers.put(Headers.ERROR, refusal.problem().sentence());
        headers.put(Headers.ERROR_HOP, "historian");
        headers.put(Headers.PLACE, place(refusal.record()));
        headers.put(Headers.ATTEMPTS, Integer.toString(attempts(original) + 1));
        headers.putIfAbsent(Headers.FIRST_SEEN, Long.toString(clock.millis() * 1000));
        return new LogRecord(LogTopic.QUARANTINE, original.key(), original.payload(), headers);
    }

    private static String place(StoredRecord record) {
        return record.partition().log().topicName() + "/" + record.partition().number() + "/" + record.offset();
    }

    private static int attempts(LogRecord record) {
        try {
            return Integer.parseInt(record.headers().getOrDefault(Headers.ATTEMPTS, "0"));
        } catch (NumberFormatException notOurs) {
            return 0;
        }
    }
}
