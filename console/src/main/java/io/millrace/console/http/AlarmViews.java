package io.millrace.console.http;

import io.millrace.historian.Alarms;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Alarms as JSON. What is null is left out. */
final class AlarmViews {

    private static final double MILLIS_PER_SECOND = 1000;

    private AlarmViews() {}

    record BoardView(List<StandingView> alarms, boolean more, long raisedInTenMinutes, boolean flood) {}

    record StandingView(
            String topic,
            String location,
            String alarm,
            String state,
            String letter,
            String severity,
            int severityNumber,
            @Nullable String group,
            @Nullable String message,
            @Nullable String raised,
            String changed,
            String transition,
            @Nullable String user,
            @Nullable String comment,
            @Nullable String until) {}

    record RaisedView(String from, String to, List<OccurrenceView> occurrences, boolean more) {}

    /** @param durationSeconds from raised to cleared */
    record OccurrenceView(
            String topic,
            String location,
            String alarm,
            String raised,
            @Nullable String since,
            String severity,
            int severityNumber,
            @Nullable String group,
            @Nullable String message,
            @Nullable String value,
            @Nullable String limit,
            @Nullable String acknowledged,
            @Nullable String acknowledgedBy,
            @Nullable String comment,
            @Nullable String cleared,
            @Nullable Double durationSeconds,
            @Nullable String state) {}

    record DoneView(String action, List<String> topics, String by, String at) {}

    static StandingView of(Alarms.Standing standing) {
        return new StandingView(
                standing.topic(),
                standing.location(),
                standing.alarm(),
                standing.state(),
                standing.letter(),
                standing.severity(),
                standing.severityNumber(),
                standing.group(),
                standing.message(),
                Json.time(standing.raised()),
                standing.changed().toString(),
                standing.transition(),
                standing.user(),
                standing.comment(),
                Json.time(standing.until()));
    }

    static OccurrenceView of(Alarms.Occurrence occurrence) {
        return new OccurrenceView(
                occurrence.topic(),
                occurrence.location(),
                occurrence.alarm(),
                occurrence.raised().toString(),
                Json.time(occurrence.since()),
                occurrence.severity(),
                occurrence.severityNumber(),
                occurrence.group(),
                occurrence.message(),
                occurrence.value(),
                occurrence.limit(),
                Json.time(occurrence.acknowledged()),
                occurrence.acknowledgedBy(),
                occurrence.comment(),
                Json.time(occurrence.cleared()),
                occurrence.cleared() == null
                        ? null
                        : (Double) (Duration.between(occurrence.raised(), occurrence.cleared())
                                        .toMillis()
                                / MILLIS_PER_SECOND),
                occurrence.state());
    }
}
