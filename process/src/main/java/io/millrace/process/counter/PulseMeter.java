package io.millrace.process.counter;

import io.millrace.model.Value;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A number adds itself, a boolean one piece for each edge, a count event its {@code count} and {@code scrap}. Remembers
 * the last boolean, as 0 or 1.
 */
record PulseMeter(CounterOptions.Edge edge) implements Meter {

    @Override
    public byte code() {
        return 1;
    }

    @Override
    public Reading read(long memory, long timeMicros, Value value) {
        if (value instanceof Value.Bool bool) {
            long now = bool.value() ? 1 : 0;
            long wanted = edge == CounterOptions.Edge.RISING ? 1 : 0;
            boolean piece = memory != NOTHING && now != memory && now == wanted;
            return Reading.of(now, piece ? 1 : 0);
        }
        return Reading.of(memory, Amounts.of(value, "the number of pieces"));
    }

    @Override
    public Reading read(long memory, Map<String, Value> event) {
        @Nullable Value count = event.get("count");
        @Nullable Value scrap = event.get("scrap");
        if (count == null && scrap == null) {
            throw Meter.refused(
                    "The event carries neither count nor scrap.",
                    "Give 'input' a topic of count events, or add the fields.");
        }
        return new Reading(
                memory,
                count == null ? 0 : Amounts.of(count, "the field count"),
                scrap == null ? 0 : Amounts.of(scrap, "the field scrap"),
                null);
    }
}
