package io.millrace.broker;

import com.hivemq.mqtt.topic.tree.LocalTopicTree;
import com.hivemq.mqtt.topic.tree.TopicSubscribers;
import org.jspecify.annotations.Nullable;

/**
 * Whether anybody is subscribed to a topic. HiveMQ's topic tree knows, but a look into it costs as much as all the rest
 * of a message; so what it said is remembered until a subscription comes or goes. Thread-safe: slots are overwritten
 * without a lock by whoever comes last, and what is in them is immutable.
 */
final class Audience {

    /** A power of two. What does not fit is asked for again. */
    private static final int SLOTS = 1 << 15;

    private record Known(String topic, long changes, boolean nobody) {}

    private final LocalTopicTree tree;
    private final SubscriptionCounter subscriptions;
    private final @Nullable Known[] slots = new @Nullable Known[SLOTS];

    Audience(LocalTopicTree tree, SubscriptionCounter subscriptions) {
        this.tree = tree;
        this.subscriptions = subscriptions;
    }

    /** Whether no subscription matches, shared ones included. True for one whose SUBACK is out already: never. */
    boolean isNobody(String topic) {
        long changes =
                subscriptions.changes(); // before the look into the tree, or a change between them would be missed
        int hash = topic.hashCode();
        int slot = (hash ^ hash >>> 15) & SLOTS - 1;
        Known known = slots[slot];
        if (known != null && known.changes == changes && known.topic.equals(topic)) {
            return known.nobody;
        }
        TopicSubscribers found = tree.findTopicSubscribers(topic);
        boolean nobody = found.getSubscribers().isEmpty()
                && found.getSharedSubscriptions().isEmpty();
        slots[slot] = new Known(known != null && known.topic.equals(topic) ? known.topic : topic, changes, nobody);
        return nobody;
    }
}
