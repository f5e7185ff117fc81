package io.millrace.console.live;

import io.millrace.model.Namespace;
import io.millrace.model.Payloads;
import io.millrace.model.StoredRecord;
import io.millrace.model.Topic;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A leaf of the namespace and what it holds now. There are as many of these as there are tags, and nobody looks at most
 * of them: it holds plain values as bare numbers ({@link PlainSlot}), and {@link #latest} makes an object of them.
 *
 * <p>Whoever looks may rely on this: after a value was taken, the next call of {@link #latest} gives it or a newer one,
 * whole, and every follower has been told. Of values that come between two looks at a number only the last is seen; of
 * text and events {@link #recent} keeps each.
 *
 * <p>Thread-safe; made and changed by {@link LiveNamespace}.
 */
public final class LiveTag extends PlainSlot {

    /** So many earlier values are kept of tags that hold text. */
    static final int RECENT = 20;

    private static final LiveSubscription[] NOBODY = {};
    private static final long NEVER = Long.MIN_VALUE;

    private final Namespace namespace;
    private final String path;
    private final TreeNode node;
    private final boolean events;
    private volatile LiveSubscription[] followers = NOBODY;
    /** Source time of the newest value. */
    private long shown = NEVER;
    /** The newest value where it is not plain. */
    private @Nullable LiveValue latest;
    /** The last good value where it is not plain. */
    private @Nullable LiveValue lastGood;

    private @Nullable Deque<LiveValue> recent;

    LiveTag(Namespace namespace, Topic topic, TreeNode node) {
        this.namespace = namespace;
        this.path = topic.path();
        this.node = node;
        this.events = topic.contract().equals(Payloads.ANALYTICS);
    }

    /** The whole topic. */
    public String path() {
        return path;
    }

    /** Its parts; read anew each time. */
    public Topic topic() {
        return namespace.parse(path);
    }

    /** Absent until something has arrived. */
    public synchronized @Nullable LiveValue latest() {
        return latest != null ? latest : plain();
    }

    /** The last value that could be trusted; absent when there was none since the start. */
    public synchronized @Nullable LiveValue lastGood() {
        return lastGood != null ? lastGood : plain();
    }

    public Severity severity() {
        return node.own();
    }

    /**
     * What a tag that holds text has held, newest first: every event, and of equal values the first. Empty for others.
     */
    public synchronized List<LiveValue> recent() {
        return recent == null ? List.of() : new ArrayList<>(recent);
    }

    /** Whether it holds events, whose payloads are kept as they are. */
    boolean holdsEvents() {
        return events;
    }

    /** In lower case. */
    String searchable() {
        return path.toLowerCase(Locale.ROOT);
    }

    /** Takes a sample of the usual form unless it is older than what is there. */
    synchronized boolean accept(PlainSample sample, StoredRecord stored, PackedHeaders packer) {
        long micros = sample.timestampMicros();
        if (micros < shown && !LiveValue.replacesNewer(shown, LiveValue.Origin.of(stored))) {
            return false;
        }
        keep(sample, stored, packer);
        plainShown(micros);
        return true;
    }

    /** Takes a value unless it is older than what is there. */
    synchronized boolean accept(LiveValue value) {
        if (!value.replaces(shown)) {
            return false;
        }
        if (keep(value)) {
            plainShown(value.timestampMicros());
            return true;
        }
        if (value.isText() && isNews(latest(), value)) {
            remember(value);
        }
        latest = value;
        if (value.severity() == Severity.GOOD) {
            lastGood = value;
            empty();
        }
        changed(value.timestampMicros(), value.severity());
        return true;
    }

    private void plainShown(long micros) {
        if (lastGood != null || latest != null) {
            latest = null;
            lastGood = null;
        }
        changed(micros, Severity.GOOD);
    }

    private void changed(long micros, Severity severity) {
        shown = micros;
        node.moved(severity);
        for (LiveSubscription follower : followers) {
            follower.mark(this);
        }
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
            recent = new ArrayDeque<>(4);
        }
        if (recent.size() == RECENT) {
            recent.removeLast();
        }
        recent.addFirst(value);
    }

    synchronized void follow(LiveSubscription subscription) {
        LiveSubscription[] more = Arrays.copyOf(followers, followers.length + 1);
        more[followers.length] = subscription;
        followers = more;
    }

    synchronized void unfollow(LiveSubscription subscription) {
        LiveSubscription[] others = Arrays.stream(followers)
                .filter(follower -> follower != subscription)
                .toArray(LiveSubscription[]::new);
        followers = others.length == 0 ? NOBODY : others;
    }
}
