package io.millrace.app.production;

import io.millrace.historian.production.EventRow;
import io.millrace.historian.production.EventTopic;
import io.millrace.historian.production.ProductionStore;
import io.millrace.model.ProblemException;
import io.millrace.production.calendar.ShiftChange;
import io.millrace.production.order.AnalyticsEvents;
import io.millrace.production.order.OrderEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The events about orders, products and shifts of a location, as the historian has them. */
public record ToldEvents(List<OrderEvent> orders, List<ShiftChange> shifts) {

    /** More events of one topic than this are of years ago. */
    private static final int MOST = 50_000;

    private static final Logger log = LoggerFactory.getLogger(ToldEvents.class);

    public ToldEvents {
        orders = List.copyOf(orders);
        shifts = List.copyOf(shifts);
    }

    /** Full topics to what follows their contract, by location, where there are such events at all. */
    public static Map<String, Map<String, String>> topics(List<EventTopic> topics) {
        Map<String, Map<String, String>> byLocation = new TreeMap<>();
        topics.stream().filter(topic -> Machine.isPlan(topic.name())).forEach(topic -> byLocation
                .computeIfAbsent(topic.location(), any -> new TreeMap<>())
                .put(topic.topic(), topic.name()));
        return byLocation;
    }

    /** @param topics full topics to what follows their contract */
    public static ToldEvents read(Map<String, String> topics, ProductionStore store) {
        List<OrderEvent> orders = new ArrayList<>();
        List<ShiftChange> shifts = new ArrayList<>();
        for (Map.Entry<String, String> topic : topics.entrySet()) {
            for (EventRow row : store.newest(topic.getKey(), MOST)) {
                try {
                    AnalyticsEvents.order(topic.getValue(), row.micros(), row.id(), row.json())
                            .ifPresent(orders::add);
                    AnalyticsEvents.shift(topic.getValue(), row.micros(), row.id(), row.json())
                            .ifPresent(shifts::add);
                } catch (ProblemException unusable) {
                    log.atDebug()
                            .addKeyValue("topic", topic.getKey())
                            .addKeyValue("why", unusable.getMessage())
                            .log("an event about production says nothing usable");
                }
            }
        }
        return new ToldEvents(orders, shifts);
    }
}
