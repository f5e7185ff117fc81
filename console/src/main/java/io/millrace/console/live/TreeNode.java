package io.millrace.console.live;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.jspecify.annotations.Nullable;

/**
 * A place in the namespace. It knows how many tags lie at and below it and how they are, kept up as they change, so that
 * showing a level costs no more than its own children. Nearly all places are leaves, so these are small. Never removed.
 * Thread-safe.
 */
public final class TreeNode {

    private static final Severity[] SEVERITIES = Severity.values();

    private final String path;
    private final @Nullable TreeNode parent;
    private volatile @Nullable LiveTag tag;
    /** How the tag at this very place is. */
    private volatile @Nullable Severity own;

    private volatile @Nullable Below below;

    /** What only a place with places below it has. */
    private static final class Below {
        /** By path: brothers differ in their names only. */
        private final ConcurrentSkipListMap<String, TreeNode> children =
                new ConcurrentSkipListMap<>(NaturalOrder.INSTANCE);

        private final AtomicIntegerArray tagsBySeverity = new AtomicIntegerArray(SEVERITIES.length);
    }

    TreeNode(String path, @Nullable TreeNode parent) {
        this.path = path;
        this.parent = parent;
    }

    public String name() {
        return parent == null ? path : path.substring(path.lastIndexOf('/') + 1);
    }

    public String path() {
        return path;
    }

    /** The tag at this very place; a place may hold a tag and have places below it. */
    public @Nullable LiveTag tag() {
        return tag;
    }

    /** In the order people count: kiln-2 before kiln-10. */
    public Collection<TreeNode> children() {
        Below lower = below;
        return lower == null ? List.of() : lower.children.values();
    }

    public @Nullable TreeNode child(String childName) {
        Below lower = below;
        return lower == null ? null : lower.children.get(path + "/" + childName);
    }

    /** How many tags at and below this place are in this state. */
    public int tags(Severity severity) {
        Below lower = below;
        return lower != null ? lower.tagsBySeverity.get(severity.ordinal()) : own == severity ? 1 : 0;
    }

    public int tags() {
        int sum = 0;
        for (Severity severity : SEVERITIES) {
            sum += tags(severity);
        }
        return sum;
    }

    public Severity worst() {
        for (int i = SEVERITIES.length - 1; i > 0; i--) {
            if (tags(SEVERITIES[i]) > 0) {
                return SEVERITIES[i];
            }
        }
        return Severity.GOOD;
    }

    /** How the tag at this very place is. */
    Severity own() {
        Severity now = own;
        return now == null ? Severity.WAITING : now;
    }

    /**
     * The place below it with this path, which is made where there is none. Called by one thread at a time.
     *
     * @param childPath the object itself is kept
     */
    TreeNode obtainChild(String childPath) {
        Below lower = obtainBelow();
        TreeNode child = lower.children.get(childPath);
        if (child == null) {
            child = new TreeNode(childPath, this);
            lower.children.put(childPath, child);
        }
        return child;
    }

    private Below obtainBelow() {
        Below lower = below;
        if (lower == null) {
            synchronized (root()) {
                lower = new Below();
                Severity now = own;
                if (now != null) {
                    lower.tagsBySeverity.set(now.ordinal(), 1);
                }
                below = lower;
            }
        }
        return lower;
    }

    void place(LiveTag newTag) {
        tag = newTag;
        moved(Severity.WAITING);
    }

    /** The tag at this place is so from now on. Cheap when it was so before. */
    void moved(Severity to) {
        if (own == to) {
            return;
        }
        // The sums of all places change together, and none becomes a branch meanwhile.
        synchronized (root()) {
            Severity from = own;
            own = to;
            for (TreeNode place = this; place != null; place = place.parent) {
                Below lower = place.below;
                if (lower != null) {
                    lower.tagsBySeverity.incrementAndGet(to.ordinal());
                    if (from != null) {
                        lower.tagsBySeverity.decrementAndGet(from.ordinal());
                    }
                }
            }
        }
    }

    private TreeNode root() {
        TreeNode top = this;
        for (TreeNode above = parent; above != null; above = above.parent) {
            top = above;
        }
        return top;
    }
}
