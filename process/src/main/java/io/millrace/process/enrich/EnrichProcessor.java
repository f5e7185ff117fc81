package io.millrace.process.enrich;

import io.millrace.model.Value;
import io.millrace.process.core.Content;
import io.millrace.process.core.EventFields;
import io.millrace.process.core.Input;
import io.millrace.process.core.InputCodec;
import io.millrace.process.core.Output;
import io.millrace.process.core.Processor;
import io.millrace.process.core.StateCodec;
import io.millrace.process.core.Step;
import io.millrace.process.enrich.EnrichOptions.AfterWait;
import io.millrace.process.enrich.EnrichOptions.Missing;
import io.millrace.process.enrich.EnrichState.Row;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Joins an event with the row that its key had at the time of the event. A row counts from its own time on, that moment
 * included, until the next one; what a later row says does not change what was said of earlier events.
 */
final class EnrichProcessor implements Processor<EnrichState> {

    static final String STREAM = "stream";
    static final String TABLE = "table";

    /** So many wait for a row of one key; the oldest beyond that has waited long enough. */
    static final int MAX_WAITING = 1000;
    /** So many events of one key at one time are remembered, in case a row of that time follows. */
    private static final int MAX_RECENT = 100;

    private static final int NANOS_PER_MICRO = 1000;

    private final Blend blend;
    private final Missing missing;
    private final AfterWait afterWait;
    private final long waitMicros;
    private final long forgetMicros;
    private final EnrichCodec codec;

    EnrichProcessor(Blend blend, EnrichOptions options) {
        this.blend = blend;
        this.missing = options.missing();
        this.afterWait = options.afterWait();
        this.waitMicros = options.waitAtMost().toNanos() / NANOS_PER_MICRO;
        Duration forgetAfter = options.forgetAfter();
        this.forgetMicros = forgetAfter == null ? NEVER : forgetAfter.toNanos() / NANOS_PER_MICRO;
        this.codec = new EnrichCodec(
                new InputCodec(blend.namespace()),
                String.join(",", new TreeSet<>(blend.add().values())));
    }

    @Override
    public EnrichState begin() {
        return EnrichState.BEGIN;
    }

    @Override
    public StateCodec<EnrichState> codec() {
        return codec;
    }

    @Override
    public Step<EnrichState> apply(EnrichState state, Input input) {
        if (input.content() instanceof Content.Retracted) {
            return Step.of(state);
        }
        return input.role().equals(TABLE) ? row(state, input) : event(state, input);
    }

    private Step<EnrichState> row(EnrichState state, Input input) {
        Map<String, Value> fields = fields(input);
        if (fields == null) {
            return Step.of(state);
        }
        Row row = new Row(input.identity(), fields);
        List<Output> outputs = new ArrayList<>();
        for (Input waited : state.waiting()) {
            outputs.addAll(blend.of(waited, row));
        }
        for (Input recent : state.recent()) {
            if (recent.timestampMicros() == row.time()) {
                outputs.addAll(blend.of(recent, row));
            }
        }
        return new Step<>(state.with(row), outputs);
    }

    /** The fields of a row that are of use, or null for a sample without a value, which is no row. */
    private @Nullable Map<String, Value> fields(Input input) {
        Map<String, Value> all = new HashMap<>();
        if (input.content() instanceof Content.Happened happened) {
            all.putAll(EventFields.read(happened.json()));
        } else {
            Value value = input.usable();
            if (value == null) {
                return null;
            }
            all.put("value", value);
        }
        all.keySet().retainAll(blend.add().values());
        return all;
    }

    private Step<EnrichState> event(EnrichState state, Input input) {
        Row row = state.row();
        if (row != null && input.timestampMicros() - row.time() <= forgetMicros) {
            return new Step<>(state.came(input, MAX_RECENT), blend.of(input, row));
        }
        if (missing != Missing.WAIT) {
            return new Step<>(
                    state.came(input, MAX_RECENT), missing == Missing.PASS ? blend.of(input, null) : List.of());
        }
        List<Input> waiting = new ArrayList<>(state.waiting());
        waiting.add(input);
        return waiting.size() <= MAX_WAITING ? Step.of(state.waiting(waiting)) : over(state, waiting, 1);
    }

    /** The first so many of those that wait do so no longer. */
    private Step<EnrichState> over(EnrichState state, List<Input> waiting, int count) {
        List<Output> outputs = new ArrayList<>();
        if (afterWait == AfterWait.PASS) {
            waiting.subList(0, count).forEach(input -> outputs.addAll(blend.of(input, null)));
        }
        return new Step<>(state.waiting(waiting.subList(count, waiting.size())), outputs);
    }

    @Override
    public Step<EnrichState> advance(EnrichState state, long toMicros) {
        List<Input> waiting = state.waiting();
        int count = 0;
        while (count < waiting.size() && waiting.get(count).timestampMicros() + waitMicros < toMicros) {
            count++;
        }
        return count == 0 ? Step.of(state) : over(state, waiting, count);
    }

    @Override
    public long nextTime(EnrichState state) {
        return state.waiting().isEmpty() ? NEVER : state.waiting().get(0).timestampMicros() + waitMicros + 1;
    }
}
