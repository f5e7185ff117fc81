package io.millrace.process.window;

import io.millrace.process.core.Input;
import io.millrace.process.core.Processor;
import io.millrace.process.core.StateCodec;
import io.millrace.process.core.Step;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * Sessions: values that follow each other in less than a gap belong together. A session begins with a value that can be
 * used, and ends when none has come for a gap, or after the longest time; it reaches from its first to its last input.
 * Thread-safe.
 */
final class SessionWindows implements Processor<WindowState> {

    private static final WindowCodec CODEC = new WindowCodec();

    private final long gap;
    private final long longest;
    private final int mostNumbers;
    private final Reading.Wish wish;
    private final long longestHold;
    private final Report report;

    /**
     * @param gap microseconds
     * @param longest microseconds
     * @param longestHold for how many microseconds a value is valid at most, {@link Long#MAX_VALUE} for no limit
     */
    SessionWindows(long gap, long longest, int mostNumbers, Reading.Wish wish, long longestHold, Report report) {
        this.gap = gap;
        this.longest = longest;
        this.mostNumbers = mostNumbers;
        this.wish = wish;
        this.longestHold = longestHold;
        this.report = report;
    }

    @Override
    public WindowState begin() {
        return WindowState.EMPTY;
    }

    @Override
    public Step<WindowState> apply(WindowState state, Input input) {
        Reading reading = Reading.of(input, wish);
        Mark mark = reading.mark();
        Pane session = state.current();
        if (session == null && mark == null) {
            return Step.of(state);
        }
        long time = input.timestampMicros();
        if (session == null) {
            session = Pane.open(time, time + longest, null, mostNumbers);
        }
        session = session.passed(time, state.hold(), longestHold);
        if (mark == null) {
            return Step.of(new WindowState(List.of(), session.spoiled(), null, state.due()));
        }
        long due = Math.min(time + gap, session.end());
        return Step.of(
                new WindowState(List.of(), session.with(mark, reading.number()), GridWindows.hold(reading), due));
    }

    @Override
    public Step<WindowState> advance(WindowState state, long toMicros) {
        Pane session = state.current();
        if (session == null || state.due() > toMicros) {
            return Step.of(state);
        }
        Report.Window window = new Report.Window(session.start(), session.seen(), session.weight());
        return new Step<>(WindowState.EMPTY, report.tell(window, List.of(session)));
    }

    @Override
    public long nextTime(WindowState state) {
        return state.due();
    }

    @Override
    public Duration reach() {
        return Duration.ofDays(1).plus(2 * longest + gap, ChronoUnit.MICROS);
    }

    @Override
    public StateCodec<WindowState> codec() {
        return CODEC;
    }
}
