package io.millrace.console.live;

import io.millrace.model.Namespace;
import io.millrace.model.Topic;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * All tags and what they hold now. A change of a value is one look-up and one assignment; only a new topic takes the
 * lock. Thread-safe.
 */
public final class LiveNamespace {

    /** How many topics are held unless told otherwise. */
    public static final int MAX_TOPICS = 100_000;

    private final Namespace namespace;
    private final int maxTopics;
    private final TreeNode root;
    private final TagTable tags = new TagTable();
    private final List<LiveSubscription> subscriptions = new CopyOnWriteArrayList<>();
    private final AtomicLong refused = new AtomicLong();

    public LiveNamespace(Namespace namespace, int maxTopics) {
        this.namespace = namespace;
        this.maxTopics = maxTopics;
        this.root = new TreeNode(namespace.root(), null);
    }

    public Namespace namespace() {
        return namespace;
    }

    public int maxTopics() {
        return maxTopics;
    }

    public TreeNode root() {
        return root;
    }

    /** As {@link #tag}; null where there is none. */
    @Nullable
    LiveTag known(String path) {
        return tags.get(path);
    }

    public Optional<LiveTag> tag(String path) {
        return Optional.ofNullable(tags.get(path));
    }

    public Collection<LiveTag> tags() {
        return tags.all();
    }

    public int size() {
        return tags.size();
    }

    /** How many values were not shown because the namespace is full. */
    public long refused() {
        return refused.get();
    }

    /** The place with this path, which begins with the root; null where there is none. */
    public @Nullable TreeNode node(String path) {
        if (path.equals(namespace.root())) {
            return root;
        }
        if (!namespace.covers(path)) {
            return null;
        }
        TreeNode place = root;
        int start = namespace.root().length() + 1;
        while (place != null && start <= path.length()) {
            int slash = path.indexOf('/', start);
            int end = slash < 0 ? path.length() : slash;
            place = place.child(path.substring(start, end));
            start = end + 1;
        }
        return place;
    }

    /** Makes the topic known, without a value where none has arrived. Null when the namespace is full. */
    public @Nullable LiveTag declare(Topic topic) {
        LiveTag known = tags.get(topic.path());
        return known != null ? known : create(topic);
    }

    /** Shows a value. False when it is older than what is shown or the namespace is full. */
    public boolean show(Topic topic, LiveValue value) {
        LiveTag tag = declare(topic);
        if (tag == null) {
            refused.incrementAndGet();
            return false;
        }
        return tag.accept(value);
    }

    private synchronized @Nullable LiveTag create(Topic topic) {
        LiveTag raced = tags.get(topic.path());
        if (raced != null) {
            return raced;
        }
        if (tags.size() >= maxTopics) {
            return null;
        }
        String path = topic.path();
        TreeNode place = root;
        int slash = path.indexOf('/', namespace.root().length() + 1);
        while (slash >= 0) {
            place = place.obtainChild(path.substring(0, slash));
            slash = path.indexOf('/', slash + 1);
        }
        place = place.obtainChild(path);
        LiveTag tag = new LiveTag(namespace, topic, place);
        place.place(tag);
        tags.add(tag);
        for (LiveSubscription subscription : subscriptions) {
            subscription.consider(tag);
        }
        return tag;
    }

    /**
     * Begins to follow the tags whose topics are wanted, those of today and those to come. All that are there count as
     * changed.
     *
     * @param maxTags more are not followed, see {@link LiveSubscription#isOverflown}
     */
    public LiveSubscription subscribe(Predicate<String> wanted, int maxTags) {
        LiveSubscription subscription = new LiveSubscription(this, wanted, maxTags);
        synchronized (this) {
            subscriptions.add(subscription);
            tags.all().forEach(subscription::consider);
        }
        return subscription;
    }

    synchronized void unsubscribe(LiveSubscription subscription) {
        subscriptions.remove(subscription);
        subscription.release();
    }

    public int subscriptions() {
        return subscriptions.size();
    }
}
