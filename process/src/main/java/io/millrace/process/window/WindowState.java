package io.millrace.process.window;

import io.millrace.process.core.Processor;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a window processor knows at one place.
 *
 * @param older panes that take nothing any more and lie in a window that is still open, the oldest first
 * @param current the pane of the last input, unless that pane is over
 * @param hold the value that is valid now
 * @param due when the next window ends, microseconds since 1970, or {@link Processor#NEVER}
 */
record WindowState(
        List<Pane> older, @Nullable Pane current, @Nullable Hold hold, long due) {

    static final WindowState EMPTY = new WindowState(List.of(), null, null, Processor.NEVER);

    WindowState {
        older = List.copyOf(older);
    }

    /** All panes, the oldest first. */
    List<Pane> panes() {
        if (current == null) {
            return older;
        }
        List<Pane> panes = new ArrayList<>(older.size() + 1);
        panes.addAll(older);
        panes.add(current);
        return panes;
    }
}
