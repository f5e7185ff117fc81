package io.millrace.app.desk;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.console.HubDesk.AlarmAction;
import io.millrace.model.Namespace;
import io.millrace.model.Payloads;
import io.millrace.model.PlantClock;
import io.millrace.model.Topic;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Writes what people do to alarms into the log, as events at the alarm's location. Thread-safe. */
final class AlarmDesk {

    private final Namespace namespace;
    private final EventWriter events;
    private final EventCheck check;
    private final Clock clock;

    private record Event(Topic topic, String json, String by) {}

    AlarmDesk(Namespace namespace, EventWriter events, EventCheck check, Clock clock) {
        this.namespace = namespace;
        this.events = events;
        this.check = check;
        this.clock = clock;
    }

    /** All are judged before the first is written. */
    Instant act(List<AlarmAction> actions) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        long micros = PlantClock.micros(now);
        List<Event> done = new ArrayList<>();
        for (AlarmAction action : actions) {
            Topic alarm = namespace.parse(action.topic());
            Topic topic = namespace.topic(alarm.location(), Payloads.ANALYTICS, "alarm/" + action.action());
            // two people, or one with two alarms, may act in the same millisecond
            String id = UUID.randomUUID().toString();
            Event event = new Event(topic, json(alarm.tag(), action, id, now), action.by());
            check.ask(topic, micros, id, event.json());
            done.add(event);
        }
        LogAnswer.awaitAll(
                done.stream()
                        .map(event -> events.write(event.topic(), micros, event.json(), event.by()))
                        .toList(),
                "Try again: what is so already changes nothing.");
        return now;
    }

    private static String json(String alarm, AlarmAction action, String id, Instant now) {
        ObjectNode event = JsonNodeFactory.instance.objectNode();
        event.put("timestamp_ms", now.toEpochMilli());
        event.put("id", id);
        event.put("alarm", alarm);
        event.put("user", action.by());
        if (!action.comment().isEmpty()) {
            event.put("comment", action.comment());
        }
        if (action.until() != null) {
            event.put("until_ms", action.until().toEpochMilli());
        }
        return event.toString();
    }
}
