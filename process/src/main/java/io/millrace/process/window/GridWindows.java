package io.millrace.process.window;

import io.millrace.process.core.Input;
import io.millrace.process.core.Output;
import io.millrace.process.core.Processor;
import io.millrace.process.core.StateCodec;
import io.millrace.process.core.Step;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tumbling and hopping windows: {@code [start, end)}, one ending at the end of each pane.
 *
 * <p>A window is told when something came in it, or when an earlier value was valid in it and a longest time of validity
 * is set; so a silence of any length ends in a bounded number of windows. Thread-safe.
 */
final class GridWindows implements Processor<WindowState> {

    private static final WindowCodec CODEC = new WindowCodec();

    private final Grid grid;
    private final int panesPerWindow;
    private final int mostNumbers;
    private final Reading.Wish wish;
    private final long longestHold;
    private final boolean weighs;
    private final Report report;

    /**
     * @param panesPerWindow 1 for tumbling windows
     * @param mostNumbers kept of each pane for percentiles
     * @param longestHold for how many microseconds a value is valid at most, {@link Long#MAX_VALUE} for no limit
     * @param weighs whether it matters for how long values are valid
     */
    GridWindows(
            Grid grid,
            int panesPerWindow,
            int mostNumbers,
            Reading.Wish wish,
            long longestHold,
            boolean weighs,
            Report report) {
        this.grid = grid;
        this.panesPerWindow = panesPerWindow;
        this.mostNumbers = mostNumbers;
        this.wish = wish;
        this.longestHold = longestHold;
        this.weighs = weighs;
        this.report = report;
    }

    @Override
    public WindowState begin() {
        return WindowState.EMPTY;
    }

    @Override
    public Step<WindowState> apply(WindowState state, Input input) {
        Reading reading = Reading.of(input, wish);
        long time = input.timestampMicros();
        Pane pane = state.current();
        List<Pane> older = state.older();
        if (pane == null || time >= pane.end()) {
            older = state.panes();
            long start = grid.start(time);
            pane = Pane.open(start, grid.next(start), state.hold(), mostNumbers);
        }
        pane = pane.passed(time, state.hold(), longestHold);
        Mark mark = reading.mark();
        pane = mark == null ? pane.spoiled() : pane.with(mark, reading.number());
        long due = Math.min(state.due(), pane.end());
        return Step.of(new WindowState(older, pane, weighs ? hold(reading) : null, due));
    }

    static @Nullable Hold hold(Reading reading) {
        Mark mark = reading.mark();
        return mark == null || reading.number() == null
                ? null
                : new Hold(
                        Numbers.real(reading.number()),
                        mark.time(),
                        !mark.quality().isGood());
    }

    @Override
    public Step<WindowState> advance(WindowState state, long toMicros) {
        if (state.due() > toMicros) {
            return Step.of(state);
        }
        List<Output> outputs = new ArrayList<>();
        WindowState ended = state;
        while (ended.due() <= toMicros) {
            ended = end(ended, outputs);
        }
        return new Step<>(ended, outputs);
    }

    /** Tells the window that ends next, and lets go of the panes that lie in no further one. */
    private WindowState end(WindowState state, List<Output> outputs) {
        long end = state.due();
        long start = grid.back(end, panesPerWindow);
        List<Pane> panes = state.panes();
        Hold hold = state.hold();
        Report.Window window = new Report.Window(start, end, weight(panes, hold, start, end));
        if (!panes.isEmpty()) {
            outputs.addAll(report.tell(window, panes));
        } else if (hold != null) {
            outputs.addAll(report.tellHeld(window, hold));
        }
        long next = grid.next(end);
        long reach = grid.back(next, panesPerWindow);
        List<Pane> kept = panes.stream().filter(pane -> pane.start() >= reach).toList();
        boolean holds = hold != null && longestHold != Long.MAX_VALUE && hold.until(longestHold) > reach;
        return new WindowState(kept, null, hold, kept.isEmpty() && !holds ? NEVER : next);
    }

    /** What each pane knows, and what was valid before the first, between them and after the last. */
    private Weight weight(List<Pane> panes, @Nullable Hold hold, long start, long end) {
        Weight weight = Weight.NONE;
        long from = start;
        for (Pane pane : panes) {
            weight = weight.plus(pane.before(), from, pane.start(), longestHold).plus(pane.weight());
            from = pane.seen();
        }
        return weight.plus(hold, from, end, longestHold);
    }

    @Override
    public long nextTime(WindowState state) {
        return state.due();
    }

    @Override
    public Duration reach() {
        long start = grid.start(0);
        return Duration.ofDays(2).plus(2 * panesPerWindow * (grid.next(start) - start), ChronoUnit.MICROS);
    }

    @Override
    public StateCodec<WindowState> codec() {
        return CODEC;
    }
}
