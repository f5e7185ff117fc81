package io.millrace.process.state;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What holds when: values, each from its start until the next. Two neighbours never hold the same. Immutable; a changed
 * timeline shares all that is older than the change with the one before, and most changes are at its newest end.
 *
 * @param <L> what holds; nothing holds where it is null, as before the first entry
 */
final class Timeline<L> {

    /** Has no end. */
    static final long FOREVER = Long.MAX_VALUE;
    /** Before the first entry. */
    static final long NEVER = Long.MIN_VALUE;

    private static final Timeline<Object> EMPTY = new Timeline<>(null);

    private final @Nullable Node<L> newest;

    /** What holds from a time on, microseconds since 1970. */
    record Entry<L>(long start, @Nullable L value) {}

    private record Node<L>(
            long start, @Nullable L value, @Nullable Node<L> older, int size) {}

    private Timeline(@Nullable Node<L> newest) {
        this.newest = newest;
    }

    @SuppressWarnings("unchecked") // it holds nothing
    static <L> Timeline<L> empty() {
        return (Timeline<L>) EMPTY;
    }

    int size() {
        return newest == null ? 0 : newest.size();
    }

    @Nullable
    L at(long time) {
        Node<L> node = nodeAt(time);
        return node == null ? null : node.value();
    }

    /** When what holds at a time began to; {@link #NEVER} before the first entry. */
    long startAt(long time) {
        Node<L> node = nodeAt(time);
        return node == null ? NEVER : node.start();
    }

    /** When something else begins to hold after a time; {@link #FOREVER} when nothing does. */
    long firstAfter(long time) {
        long first = FOREVER;
        for (Node<L> node = newest; node != null && node.start() > time; node = node.older()) {
            first = node.start();
        }
        return first;
    }

    /** When the newest entry begins; {@link #NEVER} when there is none. */
    long newestStart() {
        return newest == null ? NEVER : newest.start();
    }

    /** When the oldest entry begins; {@link #NEVER} when there is none. */
    long oldestStart() {
        long start = NEVER;
        for (Node<L> node = newest; node != null; node = node.older()) {
            start = node.start();
        }
        return start;
    }

    /** When the entry begins before which only {@code newer} others are newer; {@link #NEVER} when there are fewer. */
    long startOf(int newer) {
        Node<L> node = newest;
        for (int i = 0; i < newer && node != null; i++) {
            node = node.older();
        }
        return node == null ? NEVER : node.start();
    }

    /** Holds a value from a time on, whatever held there before. */
    Timeline<L> set(long from, @Nullable L value) {
        Node<L> changed = push(before(from), from, value);
        return changed == newest ? this : new Timeline<>(changed);
    }

    /** Changes what holds in a stretch of time that ends before {@code to}. */
    Timeline<L> change(long from, long to, Function<@Nullable L, @Nullable L> changed) {
        List<Entry<L>> later = since(from);
        Node<L> result = before(from);
        for (Entry<L> entry : later) {
            if (entry.start() < to) {
                result = push(result, entry.start(), changed.apply(entry.value()));
            }
        }
        if (to != FOREVER) {
            result = push(result, to, at(to));
            for (Entry<L> entry : later) {
                if (entry.start() > to) {
                    result = push(result, entry.start(), entry.value());
                }
            }
        }
        return new Timeline<>(result);
    }

    /** What holds from a time on, in order: what held there already, as if it began there, and all that began later. */
    List<Entry<L>> since(long time) {
        List<Entry<L>> entries = new ArrayList<>();
        Node<L> node = newest;
        while (node != null && node.start() > time) {
            entries.add(new Entry<>(node.start(), node.value()));
            node = node.older();
        }
        entries.add(new Entry<>(time, node == null ? null : node.value()));
        Collections.reverse(entries);
        return entries;
    }

    /** All entries in order. */
    List<Entry<L>> entries() {
        List<Entry<L>> entries = new ArrayList<>(size());
        for (Node<L> node = newest; node != null; node = node.older()) {
            entries.add(new Entry<>(node.start(), node.value()));
        }
        Collections.reverse(entries);
        return entries;
    }

    /** Forgets what ended before a time. */
    Timeline<L> forgetBefore(long time) {
        long covering = startAt(time);
        if (covering == NEVER || oldestStart() == covering) {
            return this;
        }
        Node<L> kept = null;
        for (Entry<L> entry : entries()) {
            if (entry.start() >= covering) {
                kept = push(kept, entry.start(), entry.value());
            }
        }
        return new Timeline<>(kept);
    }

    private @Nullable Node<L> nodeAt(long time) {
        Node<L> node = newest;
        while (node != null && node.start() > time) {
            node = node.older();
        }
        return node;
    }

    private @Nullable Node<L> before(long time) {
        Node<L> node = newest;
        while (node != null && node.start() >= time) {
            node = node.older();
        }
        return node;
    }

    private static <L> @Nullable Node<L> push(@Nullable Node<L> older, long start, @Nullable L value) {
        if (Objects.equals(older == null ? null : older.value(), value)) {
            return older;
        }
        return new Node<>(start, value, older, older == null ? 1 : older.size() + 1);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        if (!(other instanceof Timeline<?> that) || size() != that.size()) {
            return false;
        }
        Node<?> mine = newest;
        Node<?> theirs = that.newest;
        while (mine != theirs && mine != null && theirs != null) {
            if (mine.start() != theirs.start() || !Objects.equals(mine.value(), theirs.value())) {
                return false;
            }
            mine = mine.older();
            theirs = theirs.older();
        }
        return mine == theirs;
    }

    @Override
    public int hashCode() {
        return Objects.hash(size(), newestStart());
    }

    @Override
    public String toString() {
        return entries().toString();
    }
}
