package io.millrace.app.desk;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.console.HubDesk.AlarmAction;
import io.millrace.model.HeaderMap;
import io.millrace.model.Headers;
import io.millrace.model.LogRecord;
import io.millrace.model.LogTopic;
import io.millrace.model.LogWriter;
import io.millrace.model.Namespace;
import io.millrace.model.Payloads;
import io.millrace.model.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import java.util.function.Function;

/**
 * Writes what people do to alarms into the log, as events at the alarm's location with the name of who did it: the log
 * alone tells who did what. Thread-safe.
 */
final class AlarmDesk {

    private static final String SOURCE = "console";

    private final Namespace namespace;
    private final LogWriter log;
    private final Function<Topic, LogTopic> routes;
    private final String origin;
    private final Clock clock;

    /** @param origin site and hub */
    AlarmDesk(Namespace namespace, LogWriter log, Function<Topic, LogTopic> routes, String origin, Clock clock) {
        this.namespace = namespace;
        this.log = log;
        this.routes = routes;
        this.origin = origin;
        this.clock = clock;
    }

    Instant act(AlarmAction action) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        Topic alarm = namespace.parse(action.topic());
        Topic topic = namespace.topic(alarm.location(), Payloads.ANALYTICS, "alarm/" + action.action());
        ObjectNode event = JsonNodeFactory.instance.objectNode();
        event.put("timestamp_ms", now.toEpochMilli());
        // two people, or one with two alarms, may act in the same millisecond
        event.put("id", UUID.randomUUID().toString());
        event.put("alarm", alarm.tag());
        event.put("user", action.by());
        if (!action.comment().isEmpty()) {
            event.put("comment", action.comment());
        }
        if (action.until() != null) {
            event.put("until_ms", action.until().toEpochMilli());
        }
        String micros = Long.toString(ChronoUnit.MICROS.between(Instant.EPOCH, now));
        LogRecord record = new LogRecord(
                routes.apply(topic),
                topic.path(),
                event.toString().getBytes(StandardCharsets.UTF_8),
                HeaderMap.of(
                        Headers.ORIGIN,
                        origin + "/" + SOURCE,
                        Headers.SOURCE,
                        SOURCE,
                        Headers.RECEIVED,
                        micros,
                        Headers.TRACE,
                        SOURCE + "@" + micros,
                        Headers.BY,
                        action.by()));
        LogAnswer.await(log.write(record), "Try again: what is so already changes nothing.");
        return now;
    }
}
