package io.millrace.prove.generator;

import io.millrace.prove.plant.Flow;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.SplittableRandom;

/**
 * One production line: decides what is published next. First what must be sent again, then deliberate repetitions whose
 * time has come, then new pieces and temperatures, and never more at a time than its window. Not thread-safe; does no
 * I/O.
 */
final class Line {

    /** Messages that are remembered so that they can be repeated on demand. */
    private static final int REMEMBERED = 500;

    private static final int MOST_REPETITIONS = 2_000;
    private static final int LONGEST_WAIT_MILLIS = 8_000;

    private final Map<Flow, FlowState> flows = new EnumMap<>(Flow.class);
    private final int duplicatePercent;
    private final int window;
    private final SplittableRandom random;
    private final PriorityQueue<Repetition> repetitions =
            new PriorityQueue<>(Comparator.comparingLong(Repetition::dueMicros));
    private final ArrayDeque<Sending> recent = new ArrayDeque<>();
    private boolean producing = true;
    private int flying;

    private record Repetition(long dueMicros, Sending sending) {}

    /** @param perSecond how many messages of each kind */
    Line(Map<Flow, Double> perSecond, int duplicatePercent, int window, SplittableRandom random) {
        for (Flow flow : Flow.values()) {
            flows.put(flow, new FlowState(flow, perSecond.getOrDefault(flow, 0.0)));
        }
        this.duplicatePercent = duplicatePercent;
        this.window = window;
        this.random = random;
    }

    FlowState flow(Flow flow) {
        return Objects.requireNonNull(flows.get(flow));
    }

    /** What is to be published now, in this order. */
    List<Sending> next(long nowMicros) {
        List<Sending> sendings = new ArrayList<>();
        for (FlowState flow : flows.values()) {
            if (producing) {
                flow.tick(nowMicros);
            }
            take(sendings, flow::nextAgain);
        }
        take(sendings, () -> repetition(nowMicros));
        if (producing) {
            for (FlowState flow : flows.values()) {
                take(sendings, () -> flow.nextNew(nowMicros).map(sending -> remembered(sending, nowMicros)));
            }
        }
        return sendings;
    }

    private void take(List<Sending> sendings, java.util.function.Supplier<Optional<Sending>> from) {
        while (flying < window) {
            Optional<Sending> sending = from.get();
            if (sending.isEmpty()) {
                return;
            }
            flying++;
            sendings.add(sending.get());
        }
    }

    private Optional<Sending> repetition(long nowMicros) {
        Repetition first = repetitions.peek();
        if (first == null || first.dueMicros > nowMicros) {
            return Optional.empty();
        }
        repetitions.remove();
        flow(first.sending.flow()).repeated(first.sending);
        return Optional.of(first.sending);
    }

    private Sending remembered(Sending sending, long nowMicros) {
        if (recent.size() == REMEMBERED) {
            recent.remove();
        }
        recent.add(sending);
        if (random.nextInt(100) < duplicatePercent) {
            repeatLater(sending, nowMicros);
        }
        return sending;
    }

    private void repeatLater(Sending sending, long nowMicros) {
        if (repetitions.size() < MOST_REPETITIONS) {
            repetitions.add(new Repetition(nowMicros + random.nextInt(LONGEST_WAIT_MILLIS) * 1_000L, sending));
        }
    }

    /** Everything that is still remembered is to be sent once more. */
    void repeatRecent(long nowMicros) {
        recent.forEach(sending -> repeatLater(sending, nowMicros));
    }

    /** No new pieces from now on; what is under way is brought to its end. */
    void stopProducing() {
        producing = false;
        repetitions.clear();
        flows.values().forEach(FlowState::standStill);
    }

    /** @return whether this acknowledgement is the first of its message */
    boolean acknowledged(Flow flow, long number) {
        flying--;
        return flow(flow).acknowledged(number);
    }

    /** Nobody will acknowledge it any more. */
    void failed(Flow flow, long number) {
        flying--;
        flow(flow).failed(number);
    }

    int flying() {
        return flying;
    }

    long attempted() {
        return flows.values().stream().mapToLong(FlowState::attempted).sum();
    }

    long acknowledged() {
        return flows.values().stream().mapToLong(FlowState::acknowledged).sum();
    }

    boolean isDrained() {
        return flying == 0
                && repetitions.isEmpty()
                && flows.values().stream().allMatch(flow -> flow.unacknowledged() == 0);
    }
}
