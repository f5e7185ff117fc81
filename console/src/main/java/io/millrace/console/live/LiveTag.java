package io.millrace.console.live;

import io.millrace.model.Topic;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A leaf of the namespace and what it holds now. Thread-safe; made and changed by {@link LiveNamespace}. */
public final class LiveTag {

    /** So many earlier values are kept of tags that hold text. */
    static final int RECENT = 20;

    private static final LiveSubscription[] NOBODY = {};

    private final Topic topic;
    private final TreeNode node;
    private final String searchable;
    private volatile @Nullable LiveValue latest;
    private volatile @Nullable LiveValue lastGood;
    private volatile LiveSubscription[] followers = NOBODY;
    private @Nullable Deque<LiveValue> recent;

    LiveTag(Topic topic, TreeNode node) {
        this.topic = topic;
        this.node = node;
        this.searchable = topic.path().toLowerCase(Locale.ROOT);
    }

    public Topic topic() {
        return topic;
    }

    /** Absent until something has arrived. */
    public @Nullable LiveValue latest() {
        return latest;
    }

    /** The last value that could be trusted; absent when there was none since the start. */
    public @Nullable LiveValue lastGood() {
        return lastGood;
    }

    public Severity severity() {
        LiveValue now = latest;
        return now == null ? Severity.WAITING : now.severity();
    }

    /**
     * What a tag that holds text has held, newest first: every event, and of equal values the first. Empty for others.
     */
    public synchronized List<LiveValue> recent() {
        return recent == null ? List.of() : new ArrayList<>(recent);
    }

    String searchable() {
        return searchable;
    }

    /** Takes a value unless it is older than what is there. */
    synchronized boolean accept(LiveValue value) {
        LiveValue before = latest;
        if (!value.replaces(before)) {
            return false;
        }
        Severity was = severity();
        latest = value;
        if (value.severity() == Severity.GOOD) {
            lastGood = value;
        }
        if (value.isText() && isNews(before, value)) {
            remember(value);
        }
        node.moved(was, value.severity());
        for (LiveSubscription follower : followers) {
            follower.mark(this);
        }
        return true;
    }

    private static boolean isNews(@Nullable LiveValue before, LiveValue value) {
        if (before == null) {
            return true;
        }
        boolean sameIdentity =
                before.timestampMicros() == value.timestampMicros() && Objects.equals(before.id(), value.id());
        boolean sameContent = value.kind() == LiveValue.Kind.SAMPLE
                && Objects.equals(before.value(), value.value())
                && before.quality().equals(value.quality());
        return !sameIdentity && !sameContent;
    }

    private void remember(LiveValue value) {
        if (recent == null) {
            recent = new ArrayDeque<>(RECENT);
        }
        if (recent.size() == RECENT) {
            recent.removeLast();
        }
        recent.addFirst(value);
    }

    synchronized void follow(LiveSubscription subscription) {
        LiveSubscription[] more = java.util.Arrays.copyOf(followers, followers.length + 1);
        more[followers.length] = subscription;
        followers = more;
    }

    synchronized void unfollow(LiveSubscription subscription) {
        followers = java.util.Arrays.stream(followers)
                .filter(follower -> follower != subscription)
                .toArray(LiveSubscription[]::new);
    }
}
