package io.millrace.process.trial;

import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.function.Consumer;

/**
 * Puts turns into the order of time. What follows from silence is known a little later than inputs that came after it, so
 * turns wait for as long. What says something anew of the past comes behind what it speaks of. Used by one thread.
 */
final class InOrder {

    private static final int MOST_WAITING = 10_000;

    private final Consumer<Turn> out;
    private final PriorityQueue<Waiting> waiting = new PriorityQueue<>(
            Comparator.comparingLong((Waiting one) -> one.turn().timeMicros()).thenComparingLong(Waiting::number));
    private long number;

    private record Waiting(Turn turn, long number) {}

    InOrder(Consumer<Turn> out) {
        this.out = out;
    }

    void add(Turn turn) {
        if (turn.looksBack()) {
            release(Long.MAX_VALUE);
            out.accept(turn);
            return;
        }
        waiting.add(new Waiting(turn, number++));
        if (waiting.size() > MOST_WAITING) {
            out.accept(waiting.remove().turn());
        }
    }

    /** Nothing that became true up to this time is still to come. */
    void release(long toMicros) {
        for (Waiting first = waiting.peek();
                first != null && first.turn().timeMicros() <= toMicros;
                first = waiting.peek()) {
            out.accept(waiting.remove().turn());
        }
    }
}
