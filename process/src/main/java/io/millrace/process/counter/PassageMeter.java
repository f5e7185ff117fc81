package io.millrace.process.counter;

import io.millrace.model.Value;
import io.millrace.process.core.Processor;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * From the distance of a light barrier to pieces: one for each passage, counted when it has gone. What happens between
 * the two distances changes nothing. Remembers since when a piece is there.
 *
 * @param near below it a piece is there
 * @param far above it the piece has gone
 * @param shortestMicros what is there for less is no piece
 * @param longestMicros what is there for more is a jam; {@link Processor#NEVER} for no limit
 */
record PassageMeter(double near, double far, long shortestMicros, long longestMicros) implements Meter {

    /** In place of the time: it is there for too long, and that has been told. */
    private static final long JAMMED = NOTHING + 1;

    @Override
    public byte code() {
        return 3;
    }

    @Override
    public Reading read(long memory, long timeMicros, Value value) {
        double distance = distance(value);
        if (memory == NOTHING) {
            return Reading.of(distance < near ? timeMicros : NOTHING);
        }
        if (!(distance > far)) {
            return Reading.of(memory);
        }
        boolean piece = memory != JAMMED && timeMicros - memory >= shortestMicros;
        return Reading.of(NOTHING, piece ? 1 : 0);
    }

    private static double distance(Value value) {
        if (value instanceof Value.Whole whole) {
            return whole.value();
        }
        if (value instanceof Value.Real real) {
            return real.value();
        }
        throw Meter.refused("For the distance came no number.", "Send it as a number, or count by pulses.");
    }

    @Override
    public long nextTime(long memory) {
        return longestMicros == Processor.NEVER || memory == NOTHING || memory == JAMMED
                ? Processor.NEVER
                : memory + longestMicros + 1;
    }

    @Override
    public Reading pass(long memory) {
        Map<String, Value> fields = new LinkedHashMap<>();
        fields.put("reason", Value.of("jam"));
        fields.put("since_us", Value.of(memory));
        String longest = CounterOptions.text(Duration.ofNanos(longestMicros * 1000));
        fields.put(
                "message",
                Value.of("Something stands before the light barrier for more than longest, " + longest
                        + ", and is not counted."));
        return new Reading(JAMMED, 0, 0, new Reading.NotCounted(memory + longestMicros, fields));
    }
}
