package io.millrace.broker;

import com.hivemq.mqtt.topic.tree.LocalTopicTree;
import com.hivemq.mqtt.topic.tree.TopicSubscribers;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Whether anybody is subscribed to a topic. HiveMQ's topic tree knows, but a look into it costs as much as all the rest
 * of a message; so what it said is remembered until a subscription comes or goes. When full it starts over. Thread-safe.
 */
final class Audience {

    private static final int MOST_TOPICS = 50_000;
    /** Longer ones are few, and are looked for each time. */
    private static final int MOST_CHARACTERS = 256;

    private record Known(long changes, boolean nobody) {}

    private final LocalTopicTree tree;
    private final SubscriptionCounter subscriptions;
    private final ConcurrentHashMap<String, Known> topics = new ConcurrentHashMap<>();

    Audience(LocalTopicTree tree, SubscriptionCounter subscriptions) {
        this.tree = tree;
        this.subscriptions = subscriptions;
    }

    /** Whether no subscription matches, shared ones included. True for one whose SUBACK is out already: never. */
    boolean isNobody(String topic) {
        long changes =
                subscriptions.changes(); // before the look into the tree, or a change between them would be missed
        Known known = topics.get(topic);
        if (known != null && known.changes == changes) {
            return known.nobody;
        }
        TopicSubscribers found = tree.findTopicSubscribers(topic);
        boolean nobody = found.getSubscribers().isEmpty()
                && found.getSharedSubscriptions().isEmpty();
        if (topics.size() >= MOST_TOPICS) {
            topics.clear();
        }
        if (topic.length() <= MOST_CHARACTERS) {
            topics.put(topic, new Known(changes, nobody));
        }
        return nobody;
    }
}
