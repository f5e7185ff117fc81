package io.millrace.backbone;

import io.millrace.model.LogRecord;
import io.millrace.model.LogTopic;
import io.millrace.model.LogWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Words the tests share. */
final class Given {

    private Given() {}

    static LogRecord record(LogTopic topic, String key, String payload) {
        return new LogRecord(topic, key, payload.getBytes(StandardCharsets.UTF_8), Map.of());
    }

    /** Writes {@code prefix-0}, {@code prefix-1} ... under ten keys and waits until all are acknowledged. */
    static List<String> written(LogWriter writer, LogTopic topic, String prefix, int count) throws Exception {
        List<String> payloads = new ArrayList<>();
        List<CompletableFuture<Void>> stages = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String payload = prefix + "-" + i;
            payloads.add(payload);
            stages.add(writer.write(record(topic, "umh/v1/works/_historian/tag-" + i % 10, payload))
                    .toCompletableFuture());
        }
        CompletableFuture.allOf(stages.toArray(CompletableFuture[]::new)).get(60, TimeUnit.SECONDS);
        return payloads;
    }
}
