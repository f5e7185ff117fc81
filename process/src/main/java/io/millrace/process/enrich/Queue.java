package io.millrace.process.enrich;

import io.millrace.process.core.Input;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What waits, the oldest first. Immutable, and each shares its parts with the one it came from: a state is kept for every
 * input of the last while, so a copy for each would be the square of what waits (C. Okasaki, Purely Functional Data
 * Structures, 1998, 5.2).
 */
final class Queue {

    static final Queue EMPTY = new Queue(List.of(), 0, null, 0);

    private final List<Input> front;
    private final int from;
    private final @Nullable Link back;
    private final int size;

    /** The newest, and those before it. */
    private record Link(Input input, @Nullable Link before) {}

    /** @param from where the oldest stands in {@code front}; only an empty queue has none there */
    private Queue(List<Input> front, int from, @Nullable Link back, int size) {
        this.front = front;
        this.from = from;
        this.back = back;
        this.size = size;
    }

    static Queue of(List<Input> inputs) {
        return inputs.isEmpty() ? EMPTY : new Queue(List.copyOf(inputs), 0, null, inputs.size());
    }

    Queue and(Input newest) {
        return size == 0 ? of(List.of(newest)) : new Queue(front, from, new Link(newest, back), size + 1);
    }

    int size() {
        return size;
    }

    /** Only of a queue that is not empty. */
    Input oldest() {
        return front.get(from);
    }

    Queue withoutOldest() {
        return from + 1 < front.size() ? new Queue(front, from + 1, back, size - 1) : of(newer());
    }

    List<Input> inputs() {
        List<Input> all = new ArrayList<>(front.subList(from, front.size()));
        all.addAll(newer());
        return all;
    }

    private List<Input> newer() {
        List<Input> newer = new ArrayList<>();
        for (Link link = back; link != null; link = link.before()) {
            newer.add(link.input());
        }
        Collections.reverse(newer);
        return newer;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Queue queue && queue.inputs().equals(inputs());
    }

    @Override
    public int hashCode() {
        return inputs().hashCode();
    }

    @Override
    public String toString() {
        return inputs().toString();
    }
}
