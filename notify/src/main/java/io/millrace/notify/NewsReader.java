package io.millrace.notify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.model.Headers;
import io.millrace.model.LogRecord;
import io.millrace.model.Namespace;
import io.millrace.model.Payloads;
import io.millrace.model.ProblemException;
import io.millrace.model.StoredRecord;
import io.millrace.model.Topic;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds news of alarms among the events of the log. Thread-safe. */
final class NewsReader {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PLACE = "/" + Payloads.ANALYTICS + "/alarm/";
    private static final String RAISED = "raised";
    private static final String CLEARED = "cleared";
    /** What a message to people may hold. */
    private static final int LONGEST = 500;

    private final Namespace namespace;

    NewsReader(Namespace namespace) {
        this.namespace = namespace;
    }

    /** Empty for everything that is no news of an alarm. */
    Optional<News> read(StoredRecord stored) {
        LogRecord record = stored.record();
        if (!record.key().contains(PLACE)) {
            return Optional.empty();
        }
        try {
            Topic topic = namespace.parse(record.key());
            JsonNode event = JSON.readTree(record.payload());
            boolean ours = event != null && topic.virtualPath().equals("alarm");
            return ours ? read(stored, topic, event) : Optional.empty();
        } catch (IOException | ProblemException unusable) {
            // the historian puts it into quarantine
            return Optional.empty();
        }
    }

    private static Optional<News> read(StoredRecord stored, Topic topic, JsonNode event) {
        String id = event.path("id").asText();
        String identity = topic.path() + "@" + time(event) + "#" + id;
        if (stored.record().headers().containsKey(Headers.RETRACTED)) {
            return id.endsWith("-" + RAISED)
                    ? Optional.of(new News.Withdrawn(identity, topic.path(), stored.timestampMillis()))
                    : Optional.empty();
        }
        String transition = event.path("transition").asText();
        if (transition.equals(CLEARED)) {
            return Optional.of(new News.Cleared(
                    identity,
                    topic.path(),
                    cut(event.path("occurrence").asText()),
                    moment(event),
                    stored.timestampMillis()));
        }
        if (!transition.equals(RAISED)) {
            return Optional.empty();
        }
        RaisedAlarm alarm = new RaisedAlarm(
                topic.path(),
                topic.location(),
                event.path("alarm").asText(topic.tag()),
                event.path("severity").asText("medium"),
                event.path("severity_number").asInt(),
                cut(event.path("message").asText(topic.tag())),
                text(event, "value"),
                text(event, "limit"),
                text(event, "group"),
                cut(event.path("occurrence").asText()),
                null);
        return Optional.of(new News.Raised(identity, alarm, stored.timestampMillis()));
    }

    private static String time(JsonNode event) {
        return event.has("timestamp_us")
                ? event.path("timestamp_us").asText()
                : event.path("timestamp_ms").asText() + "000";
    }

    private static String moment(JsonNode event) {
        long micros = event.has("timestamp_us")
                ? event.path("timestamp_us").asLong()
                : event.path("timestamp_ms").asLong() * 1000;
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS).toString();
    }

    private static @Nullable String text(JsonNode event, String field) {
        JsonNode value = event.path(field);
        return value.isValueNode() && !value.isNull() ? cut(value.asText()) : null;
    }

    private static String cut(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST);
    }
}
