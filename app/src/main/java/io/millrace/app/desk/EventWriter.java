package io.millrace.app.desk;

import io.millrace.model.HeaderMap;
import io.millrace.model.Headers;
import io.millrace.model.LogRecord;
import io.millrace.model.LogTopic;
import io.millrace.model.LogWriter;
import io.millrace.model.Topic;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Writes events into the log in the name of a person: the log alone tells who did what. Thread-safe. */
final class EventWriter {

    private static final String SOURCE = "console";

    private final LogWriter log;
    private final Function<Topic, LogTopic> routes;
    private final String origin;

    /** @param origin site and hub */
    EventWriter(LogWriter log, Function<Topic, LogTopic> routes, String origin) {
        this.log = log;
        this.routes = routes;
        this.origin = origin;
    }

    /** @param micros when it was done */
    CompletionStage<Void> write(Topic topic, long micros, String json, String by) {
        String received = Long.toString(micros);
        return log.write(new LogRecord(
                routes.apply(topic),
                topic.path(),
                json.getBytes(StandardCharsets.UTF_8),
                HeaderMap.of(
                        Headers.ORIGIN,
                        origin + "/" + SOURCE,
                        Headers.SOURCE,
                        SOURCE,
                        Headers.RECEIVED,
                        received,
                        Headers.TRACE,
                        SOURCE + "@" + received,
                        Headers.BY,
                        by)));
    }
}
