package io.millrace.console.live;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * One onlooker. It is told which tags changed, never their values: those it fetches when it is ready, so each tag waits
 * at most once however often it changes, and memory is bounded by the number of tags it looks at. Thread-safe.
 */
public final class LiveSubscription implements AutoCloseable {

    private final Predicate<String> wanted;
    private final int maxTags;
    private final LiveNamespace namespace;
    private final Set<LiveTag> changed = ConcurrentHashMap.newKeySet();
    private final Set<LiveTag> tags = ConcurrentHashMap.newKeySet();
    private volatile boolean overflown;

    LiveSubscription(LiveNamespace namespace, Predicate<String> wanted, int maxTags) {
        this.namespace = namespace;
        this.wanted = wanted;
        this.maxTags = maxTags;
    }

    /** Whether more tags match than one onlooker may follow. Those beyond are not followed. */
    public boolean isOverflown() {
        return overflown;
    }

    /** How many tags are followed now; more join as they appear. */
    public int size() {
        return tags.size();
    }

    /** Up to {@code max} of the tags that changed since they were last taken. */
    public List<LiveTag> take(int max) {
        List<LiveTag> taken = new ArrayList<>(Math.min(max, 64));
        Iterator<LiveTag> all = changed.iterator();
        while (taken.size() < max && all.hasNext()) {
            LiveTag tag = all.next();
            // Removed before its value is read, so that a change in between marks it again.
            all.remove();
            taken.add(tag);
        }
        return taken;
    }

    @Override
    public void close() {
        namespace.unsubscribe(this);
    }

    void mark(LiveTag tag) {
        changed.add(tag);
    }

    void consider(LiveTag tag) {
        if (!wanted.test(tag.path())) {
            return;
        }
        if (tags.size() >= maxTags) {
            overflown = true;
        } else if (tags.add(tag)) {
            tag.follow(this);
            mark(tag);
        }
    }

    void release() {
        tags.forEach(tag -> tag.unfollow(this));
        tags.clear();
        changed.clear();
    }
}
