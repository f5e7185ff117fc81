package io.millrace.app.production;

import io.millrace.historian.production.EventTopic;
import io.millrace.production.OeeOptions;
import io.millrace.production.Production;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A location with an OEE, and where its facts are.
 *
 * @param states full topic; absent where nobody ever told a state there
 * @param counts full topic; absent where nobody ever told a count there
 * @param plans full topics of events about orders, products and shifts to what follows their contract
 */
record Machine(
        String location,
        OeeOptions options,
        @Nullable String states,
        @Nullable String counts,
        Map<String, String> plans) {

    private static final String CONTRACT = "_analytics/";
    private static final List<String> USUAL_COUNTS =
            List.of(CONTRACT + "pieces/count", CONTRACT + "count", CONTRACT + "product/add");

    Machine {
        plans = Map.copyOf(plans);
    }

    /** The locations that have an OEE and of which anything was ever told. */
    static List<Machine> among(List<EventTopic> topics, Production production) {
        Map<String, String> byPath = new HashMap<>();
        Map<String, Map<String, String>> byLocation = new TreeMap<>();
        for (EventTopic topic : topics) {
            byPath.put(topic.location() + "/" + CONTRACT + topic.name(), topic.topic());
            byLocation.computeIfAbsent(topic.location(), any -> new TreeMap<>()).put(topic.topic(), topic.name());
        }
        List<Machine> machines = new ArrayList<>();
        // What has its states and counts below it may be told nothing at its own place.
        for (String location : withAbove(byLocation)) {
            Optional<OeeOptions> options = production.oee(location);
            if (options.isPresent()) {
                String states = byPath.get(location + "/" + options.get().states());
                String counts = counts(location, options.get(), byPath);
                if (states != null || counts != null) {
                    Map<String, String> plans = new TreeMap<>(byLocation.getOrDefault(location, Map.of()));
                    plans.values().removeIf(name -> !isPlan(name));
                    machines.add(new Machine(location, options.get(), states, counts, plans));
                }
            }
        }
        return machines;
    }

    private static Iterable<String> withAbove(Map<String, ?> locations) {
        Map<String, Boolean> all = new TreeMap<>();
        for (String location : locations.keySet()) {
            for (int end = location.length(); end > 0; end = location.lastIndexOf('/', end - 1)) {
                all.put(location.substring(0, end), true);
            }
        }
        return all.keySet();
    }

    private static @Nullable String counts(String location, OeeOptions options, Map<String, String> byPath) {
        String given = options.counts();
        if (given != null) {
            return byPath.get(location + "/" + given);
        }
        return USUAL_COUNTS.stream()
                .map(usual -> byPath.get(location + "/" + usual))
                .filter(topic -> topic != null)
                .findFirst()
                .orElse(null);
    }

    static boolean isPlan(String name) {
        return name.startsWith("work-order/")
                || name.startsWith("product/")
                || name.startsWith("product-type/")
                || name.startsWith("shift/");
    }

    /** Whether its pieces are told by product. */
    boolean countsProducts() {
        return counts != null && counts.endsWith("/product/add");
    }

    boolean knows(String topic) {
        return topic.equals(states) || topic.equals(counts) || plans.containsKey(topic);
    }
}
