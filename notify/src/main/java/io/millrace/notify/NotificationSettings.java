package io.millrace.notify;

import io.millrace.model.TopicFilter;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Who is told of which alarms, and how.
 *
 * @param name of the notification in the site file
 * @param severities which are told, as words; empty for all
 * @param locations filters of locations that are told, without the root; empty for all
 * @param atMost so many messages in {@code within}; what is more is told in one
 * @param cleared whether the end of what was told is told, too
 */
public record NotificationSettings(
        String name,
        Set<String> severities,
        List<TopicFilter> locations,
        int atMost,
        Duration within,
        boolean cleared,
        Channel channel) {

    public NotificationSettings {
        Objects.requireNonNull(name);
        severities = Set.copyOf(severities);
        locations = List.copyOf(locations);
        Objects.requireNonNull(within);
        Objects.requireNonNull(channel);
        if (atMost < 1) {
            throw new IllegalArgumentException("at most " + atMost + " messages");
        }
    }

    boolean concerns(RaisedAlarm alarm) {
        return (severities.isEmpty() || severities.contains(alarm.severity()))
                && (locations.isEmpty() || locations.stream().anyMatch(filter -> filter.matches(alarm.location())));
    }
}
