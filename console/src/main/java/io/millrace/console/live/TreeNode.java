package io.millrace.console.live;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.jspecify.annotations.Nullable;

/**
 * A place in the namespace. It knows how many tags lie at and below it and how they are, kept up as they change, so that
 * showing a level costs no more than its own children. Never removed. Thread-safe.
 */
public final class TreeNode {

    private final String name;
    private final String path;
    private final @Nullable TreeNode parent;
    private final AtomicIntegerArray tagsBySeverity = new AtomicIntegerArray(Severity.values().length);
    private volatile @Nullable ConcurrentSkipListMap<String, TreeNode> children;
    private volatile @Nullable LiveTag tag;

    TreeNode(String name, String path, @Nullable TreeNode parent) {
        this.name = name;
        this.path = path;
        this.parent = parent;
    }

    public String name() {
        return name;
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
        var below = children;
        return below == null ? List.of() : below.values();
    }

    public @Nullable TreeNode child(String childName) {
        var below = children;
        return below == null ? null : below.get(childName);
    }

    /** How many tags at and below this place are in this state. */
    public int tags(Severity severity) {
        return tagsBySeverity.get(severity.ordinal());
    }

    public int tags() {
        int sum = 0;
        for (Severity severity : Severity.values()) {
            sum += tags(severity);
        }
        return sum;
    }

    public Severity worst() {
        for (int i = tagsBySeverity.length() - 1; i > 0; i--) {
            if (tagsBySeverity.get(i) > 0) {
                return Severity.values()[i];
            }
        }
        return Severity.GOOD;
    }

    /** Called by one thread at a time. */
    TreeNode obtainChild(String childName) {
        var below = children;
        if (below == null) {
            below = new ConcurrentSkipListMap<>(NaturalOrder.INSTANCE);
            children = below;
        }
        TreeNode child = below.get(childName);
        if (child == null) {
            child = new TreeNode(childName, path + "/" + childName, this);
            below.put(childName, child);
        }
        return child;
    }

    void place(LiveTag newTag) {
        tag = newTag;
        for (TreeNode place = this; place != null; place = place.parent) {
            place.tagsBySeverity.incrementAndGet(Severity.WAITING.ordinal());
        }
    }

    void moved(Severity from, Severity to) {
        if (from == to) {
            return;
        }
        for (TreeNode place = this; place != null; place = place.parent) {
            place.tagsBySeverity.incrementAndGet(to.ordinal());
            place.tagsBySeverity.decrementAndGet(from.ordinal());
        }
    }
}
