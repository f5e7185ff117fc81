package io.millrace.streams;

import io.millrace.model.LogTopic;
import io.millrace.model.Payloads;
import io.millrace.model.Problem;
import io.millrace.model.ProblemException;
import io.millrace.model.Topic;
import io.millrace.model.contract.Judge;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where what processors say goes, and whether it fits the model of its topic. Remembers what it found; used by one
 * thread.
 */
final class Ways {

    private static final int MOST_KNOWN = 200_000;

    private final Plant plant;
    private final Payloads payloads;
    private final Map<Topic, Way> known = new HashMap<>();

    /**
     * The way of a topic.
     *
     * @param judge absent when there is nothing to check, which is so for most
     */
    record Way(Topic topic, LogTopic route, @Nullable Judge judge) {

        boolean marks() {
            return judge != null && judge.marks();
        }
    }

    Ways(Plant plant) {
        this.plant = plant;
        this.payloads = new Payloads(plant.clock());
    }

    Way of(Topic topic) {
        Way way = known.get(topic);
        if (way == null) {
            if (known.size() >= MOST_KNOWN) {
                known.clear();
            }
            way = new Way(topic, plant.route(topic), plant.judges().apply(topic).orElse(null));
            known.put(topic, way);
        }
        return way;
    }

    /** What is wrong with a payload on its way; null when it fits. */
    @Nullable
    Problem judge(Way way, byte[] payload) {
        Judge judge = way.judge();
        if (judge == null) {
            return null;
        }
        try {
            // no model asks for the time
            return judge.judge(payloads.read(way.topic(), payload, 0));
        } catch (ProblemException unreadable) {
            return unreadable.problem();
        }
    }
}
