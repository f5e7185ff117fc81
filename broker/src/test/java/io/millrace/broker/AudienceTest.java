package io.millrace.broker;

import static org.assertj.core.api.Assertions.assertThat;

import com.codahale.metrics.MetricRegistry;
import com.hivemq.metrics.HiveMQMetrics;
import com.hivemq.metrics.MetricsHolder;
import com.hivemq.mqtt.message.QoS;
import com.hivemq.mqtt.message.subscribe.Topic;
import com.hivemq.mqtt.topic.SubscriptionFlag;
import com.hivemq.mqtt.topic.tree.LocalTopicTree;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** With HiveMQ's own topic tree, so that an upgrade that counts subscriptions differently is noticed here. */
class AudienceTest {

    private static final byte NO_FLAGS = 0;
    private static final byte SHARED = SubscriptionFlag.getDefaultFlags(true, false, false);

    private record Subscription(String client, String filter) {}

    private final MetricRegistry metrics = new MetricRegistry();
    private final SubscriptionCounter subscriptions =
            metrics.register(HiveMQMetrics.SUBSCRIPTIONS_CURRENT.name(), new SubscriptionCounter());
    private final LocalTopicTree tree = new LocalTopicTree(new MetricsHolder(metrics));
    private final Audience audience = new Audience(tree, subscriptions);

    @Test
    void subscribersAreSeenAsTheyComeAndGo() {
        assertThat(audience.isNobody("plant/a")).isTrue();

        subscribe(new Subscription("one", "plant/a"));
        subscribe(new Subscription("two", "plant/a"));
        assertThat(audience.isNobody("plant/a")).isFalse();
        assertThat(audience.isNobody("plant/b")).isTrue();

        unsubscribe(new Subscription("one", "plant/a"));
        assertThat(audience.isNobody("plant/a")).isFalse();
        unsubscribe(new Subscription("two", "plant/a"));
        assertThat(audience.isNobody("plant/a")).isTrue();
    }

    @Test
    void oneWhoComesWhileAnotherGoesIsSeenThoughTheirNumberIsTheSame() {
        subscribe(new Subscription("one", "plant/a"));
        assertThat(audience.isNobody("plant/b")).isTrue();

        unsubscribe(new Subscription("one", "plant/a"));
        subscribe(new Subscription("one", "plant/b"));

        assertThat(subscriptions.getCount()).isEqualTo(1);
        assertThat(audience.isNobody("plant/a")).isTrue();
        assertThat(audience.isNobody("plant/b")).isFalse();
    }

    @Test
    void aSharedSubscriptionIsSomebody() {
        assertThat(audience.isNobody("plant/work")).isTrue();

        tree.addTopic("worker", new Topic("plant/work", QoS.AT_LEAST_ONCE), SHARED, "group");
        assertThat(audience.isNobody("plant/work")).isFalse();

        tree.removeSubscriber("worker", "plant/work", "group");
        assertThat(audience.isNobody("plant/work")).isTrue();
    }

    @Test
    void itSaysWhatTheFiltersSayWhateverHappened() {
        Random random = new Random(7);
        String[] filters = {"#", "+/#", "a/#", "a/b", "a/+", "+/b", "a/b/c", "a/+/c", "/a", "+", "b", "a/b/#", "+/+/c/#"
        };
        String[] topics = {"a", "b", "a/b", "a/c", "a/b/c", "a/b/d", "/a", "b/b", "c/b/c/d", "a/b/c/d", "a/"};
        List<Subscription> present = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            if (random.nextInt(4) == 0) {
                Subscription one = new Subscription("c" + random.nextInt(3), filters[random.nextInt(filters.length)]);
                if (present.remove(one)) {
                    unsubscribe(one);
                } else if (present.size() < 4) {
                    present.add(one);
                    subscribe(one);
                }
            }
            String topic = topics[random.nextInt(topics.length)];
            assertThat(audience.isNobody(topic))
                    .as("%s with %s", topic, present)
                    .isEqualTo(present.stream().noneMatch(one -> TopicFilters.matches(one.filter(), topic)));
        }
    }

    @Test
    void moreTopicsThanItRemembersAreAskedForAgain() {
        subscribe(new Subscription("one", "odd/#"));
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < 100_000; i++) {
                assertThat(audience.isNobody((i % 2 == 0 ? "even/" : "odd/") + i))
                        .isEqualTo(i % 2 == 0);
            }
        }
    }

    private void subscribe(Subscription one) {
        tree.addTopic(one.client(), new Topic(one.filter(), QoS.AT_MOST_ONCE), NO_FLAGS, null);
    }

    private void unsubscribe(Subscription one) {
        tree.removeSubscriber(one.client(), one.filter(), null);
    }
}
