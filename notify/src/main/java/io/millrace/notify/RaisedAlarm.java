package io.millrace.notify;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * An alarm that was raised, and perhaps cleared, as it is told to people. What is null is left out.
 *
 * @param topic of its events
 * @param raised as the event says it: ISO 8601, UTC
 * @param value what was compared, as text
 * @param cleared when the reason was gone, ISO 8601, UTC; null where that is not told
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RaisedAlarm(
        String topic,
        String location,
        String alarm,
        String severity,
        int severityNumber,
        String message,
        @Nullable String value,
        @Nullable String limit,
        @Nullable String group,
        String raised,
        @Nullable String cleared) {

    RaisedAlarm clearedAt(String time) {
        return new RaisedAlarm(
                topic, location, alarm, severity, severityNumber, message, value, limit, group, raised, time);
    }
}
