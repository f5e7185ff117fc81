package io.millrace.console.processors;

import io.millrace.console.ProcessorInfo;
import io.millrace.console.ProcessorInfo.Counts;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Looks at the processors once a second: since when each is in its state, and how much passes through it. Thread-safe. */
public final class ProcessorWatch {

    /** Rates are means over so long, as a figure that jumps tells nothing. */
    private static final long SPAN_NANOS = TimeUnit.SECONDS.toNanos(10);
    /** Over less than this a rate would be a guess. */
    private static final long SHORTEST_NANOS = TimeUnit.MILLISECONDS.toNanos(900);

    private final Supplier<List<ProcessorInfo>> hub;
    private final Clock clock;
    private final LongSupplier nanos;
    private final Deque<Look> looks = new ArrayDeque<>();
    private final Map<String, Since> states = new HashMap<>();

    private record Look(long nanos, Map<String, Counts> counts) {}

    private record Since(String word, Instant at) {}

    /**
     * A processor now.
     *
     * @param since when it came into its state, or was first looked at
     * @param perSecond over the last ten seconds; absent until it was looked at twice
     */
    public record Seen(
            ProcessorInfo info, Instant since, @Nullable Rates perSecond) {}

    /** Per second. */
    public record Rates(double inputs, double outputs) {}

    /** @param nanos a clock that only goes forward, in nanoseconds */
    public ProcessorWatch(Supplier<List<ProcessorInfo>> hub, Clock clock, LongSupplier nanos) {
        this.hub = hub;
        this.clock = clock;
        this.nanos = nanos;
    }

    /** To be called about once a second. */
    public synchronized void look() {
        List<ProcessorInfo> processors = hub.get();
        note(processors);
        long now = nanos.getAsLong();
        looks.addLast(new Look(
                now, processors.stream().collect(Collectors.toMap(ProcessorInfo::name, ProcessorInfo::counts))));
        while (now - looks.getFirst().nanos() > SPAN_NANOS) {
            looks.removeFirst();
        }
    }

    /** All processors in the order of the site file. */
    public synchronized List<Seen> processors() {
        List<ProcessorInfo> processors = hub.get();
        note(processors);
        return processors.stream().map(this::seen).toList();
    }

    private void note(List<ProcessorInfo> processors) {
        for (ProcessorInfo processor : processors) {
            String word = processor.state().word();
            Since before = states.get(processor.name());
            if (before == null || !before.word().equals(word)) {
                states.put(processor.name(), new Since(word, clock.instant()));
            }
        }
    }

    private Seen seen(ProcessorInfo processor) {
        Since since = states.get(processor.name());
        return new Seen(processor, since == null ? clock.instant() : since.at(), rates(processor));
    }

    private @Nullable Rates rates(ProcessorInfo processor) {
        Look first = looks.peekFirst();
        Counts before = first == null ? null : first.counts().get(processor.name());
        if (first == null || before == null) {
            return null;
        }
        long passed = nanos.getAsLong() - first.nanos();
        Counts now = processor.counts();
        if (passed < SHORTEST_NANOS || now.inputs() < before.inputs() || now.outputs() < before.outputs()) {
            return null;
        }
        double seconds = passed / 1e9;
        return new Rates((now.inputs() - before.inputs()) / seconds, (now.outputs() - before.outputs()) / seconds);
    }
}
