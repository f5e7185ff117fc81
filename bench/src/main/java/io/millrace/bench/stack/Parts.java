package io.millrace.bench.stack;

import io.millrace.stage.StageException;
import java.util.ArrayDeque;
import java.util.Deque;

/** Closes what was opened, the last first, whatever happens. Not thread-safe. */
final class Parts {

    @FunctionalInterface
    interface Closing {
        void close();
    }

    private final Deque<Closing> open = new ArrayDeque<>();

    void add(Closing closing) {
        open.push(closing);
    }

    void close() {
        StageException first = null;
        for (Closing closing = open.poll(); closing != null; closing = open.poll()) {
            try {
                closing.close();
            } catch (StageException failed) {
                first = first == null ? failed : first;
            }
        }
        if (first != null) {
            throw first;
        }
    }
}
