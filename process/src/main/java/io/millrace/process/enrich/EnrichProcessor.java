package io.millrace.process.enrich;

import io.millrace.model.Problem;
import io.millrace.model.Value;
import io.millrace.process.core.Content;
import io.millrace.process.core.EventFields;
import io.millrace.process.core.Input;
import io.millrace.process.core.InputCodec;
import io.millrace.process.core.Output;
import io.millrace.process.core.Processor;
import io.millrace.process.core.StateCodec;
import io.millrace.process.core.Step;
import io.millrace.process.core.Taken;
import io.millrace.process.enrich.EnrichOptions.AfterWait;
import io.millrace.process.enrich.EnrichOptions.Missing;
import io.millrace.process.enrich.EnrichState.Row;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
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
    /** So long rows are looked for where they are never forgotten. */
    private static final Duration LONG = Duration.ofDays(31);

    private static final String LOOK =
            "Look whether its key is right, and who should have sent the row. The message went no"
                    + " further; discard it when that is clear.";
    private static final Problem NO_ROW =
            Problem.of("row-missing", "The table had no row for the key of this message at its time.", LOOK);
    private static final Problem WAITED =
            Problem.of("row-missing", "No row came for the key of this message while it waited.", LOOK);

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

    /** Rows of a table may be older: one that was said before is not found. */
    @Override
    public Duration reach() {
        return forgetMicros == NEVER
                ? LONG
                : Duration.of(forgetMicros, ChronoUnit.MICROS).plusDays(1);
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
        for (Input waited : state.waiting().inputs()) {
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
        if (input.content() instanceof Content.Happened happened) {
            EventFields.read(happened.json()); // refused now, and not when its row comes
        }
        if (missing == Missing.QUARANTINE) {
            // taken all the same: a row that comes late, and was there in time, finds it
            return new Step<>(state.came(input, MAX_RECENT), List.of(), List.of(new Taken.Refused(input, NO_ROW)));
        }
        if (missing != Missing.WAIT) {
            return new Step<>(
                    state.came(input, MAX_RECENT), missing == Missing.PASS ? blend.of(input, null) : List.of());
        }
        EnrichState longer = state.waiting(state.waiting().and(input));
        return longer.waiting().size() <= MAX_WAITING ? Step.of(longer) : over(longer, Long.MIN_VALUE, 1);
    }

    @Override
    public Step<EnrichState> advance(EnrichState state, long toMicros) {
        return over(state, toMicros - waitMicros, 0);
    }

    /** Those from before a time wait no longer, and so many of the oldest at least. */
    private Step<EnrichState> over(EnrichState state, long beforeMicros, int least) {
        Queue waiting = state.waiting();
        List<Output> outputs = new ArrayList<>();
        List<Taken.Refused> refused = new ArrayList<>();
        for (int count = 0;
                waiting.size() > 0 && (count < least || waiting.oldest().timestampMicros() < beforeMicros);
                count++) {
            if (afterWait == AfterWait.PASS) {
                outputs.addAll(blend.of(waiting.oldest(), null));
            } else if (afterWait == AfterWait.QUARANTINE) {
                refused.add(new Taken.Refused(waiting.oldest(), WAITED));
            }
            waiting = waiting.withoutOldest();
        }
        return waiting == state.waiting() ? Step.of(state) : new Step<>(state.waiting(waiting), outputs, refused);
    }

    @Override
    public long nextTime(EnrichState state) {
        return state.waiting().size() == 0 ? NEVER : state.waiting().oldest().timestampMicros() + waitMicros + 1;
    }
}
