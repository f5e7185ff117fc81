package io.millrace.process.alarm;

import io.millrace.model.Topic;
import io.millrace.model.Value;
import io.millrace.process.core.Content;
import io.millrace.process.core.EventFields;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one alarm is at one place, and how it is told.
 *
 * @param group empty for none
 * @param acknowledges whether people have to acknowledge it
 * @param latches whether it stays until somebody resets it
 * @param longestShelving microseconds
 * @param events takes one event for each transition
 * @param tag says whether it is raised, for trends
 */
record Terms(
        String name,
        Severity severity,
        int severityNumber,
        String group,
        Message message,
        @Nullable Value limit,
        boolean acknowledges,
        boolean latches,
        long longestShelving,
        String location,
        Topic events,
        Topic tag) {

    /**
     * One thing that happened to it.
     *
     * @param occurrence when it was raised, microseconds since 1970; {@link AlarmMemory#NONE} where it was not
     * @param since when the reason came or went, before the delay; {@link AlarmMemory#NONE} for nothing
     * @param until of shelving; 0 for nothing
     */
    record Happening(
            Transition transition,
            AlarmState state,
            long occurrence,
            String message,
            @Nullable Value value,
            long since,
            String user,
            String comment,
            long until) {}

    /** The event of what happened. */
    Content event(long time, String id, Happening happening) {
        Map<String, Value> fields = new LinkedHashMap<>();
        fields.put("alarm", Value.of(name));
        fields.put("transition", Value.of(happening.transition().word()));
        fields.put("state", Value.of(happening.state().word()));
        fields.put("letter", Value.of(String.valueOf(happening.state().letter())));
        put(fields, "occurrence", text(happening.occurrence()));
        fields.put("severity", Value.of(severity.word()));
        fields.put("severity_number", Value.of(severityNumber));
        put(fields, "group", group);
        put(fields, "message", happening.message());
        if (happening.value() != null) {
            fields.put("value", happening.value());
        }
        if (limit != null) {
            fields.put("limit", limit);
        }
        put(fields, "since", text(happening.since()));
        put(fields, "user", happening.user());
        put(fields, "comment", happening.comment());
        put(fields, "until", happening.until() == 0 ? "" : text(happening.until()));
        return EventFields.write(time, id, fields);
    }

    private static void put(Map<String, Value> fields, String name, String text) {
        if (!text.isEmpty()) {
            fields.put(name, Value.of(text));
        }
    }

    private static String text(long micros) {
        return micros == AlarmMemory.NONE
                ? ""
                : Instant.EPOCH.plus(micros, ChronoUnit.MICROS).toString();
    }
}
