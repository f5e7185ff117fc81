package io.millrace.process.counter;

import io.millrace.model.Value;
import io.millrace.process.core.Processor;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * From the running counter of a PLC to pieces. It goes up, begins again at zero when it has reached its end, and is set
 * back by people or a restart. A value below the last one is the former when it takes no more pieces than can have been
 * made, and the latter otherwise. Remembers where it stood.
 *
 * @param wrapsAt it goes from 0 to one below this; {@link Processor#NEVER} when it does not begin again by itself
 * @param largestStep pieces that can have been made between two samples
 */
record RunningMeter(long wrapsAt, long largestStep, CounterOptions.OnReset onReset) implements Meter {

    @Override
    public byte code() {
        return 2;
    }

    @Override
    public Reading read(long memory, long timeMicros, Value value) {
        long now = Amounts.of(value, "the running counter");
        if (wrapsAt != Processor.NEVER && now >= wrapsAt) {
            throw Meter.refused(
                    "The running counter stands at " + now + ", and begins again at " + wrapsAt + ".",
                    "Correct wrapsAt: it is one more than the counter can show.");
        }
        if (memory == NOTHING) {
            return Reading.of(now); // what was made before anybody looked was not made now
        }
        if (now >= memory) {
            return step(memory, now, now - memory, timeMicros);
        }
        if (wrapsAt != Processor.NEVER && memory < wrapsAt && wrapsAt - memory + now <= largestStep) {
            return Reading.of(now, wrapsAt - memory + now);
        }
        return onReset == CounterOptions.OnReset.IGNORE ? Reading.of(now) : step(memory, now, now, timeMicros);
    }

    private Reading step(long before, long now, long pieces, long timeMicros) {
        if (pieces <= largestStep) {
            return Reading.of(now, pieces);
        }
        String moved = "The running counter " + (now < before ? "fell" : "jumped") + " from " + before + " to " + now;
        Map<String, Value> fields = new LinkedHashMap<>();
        fields.put("reason", Value.of("jump"));
        fields.put("before", Value.of(before));
        fields.put("after", Value.of(now));
        fields.put(
                "message",
                Value.of(moved + ": " + pieces + " pieces are more than largestStep, " + largestStep
                        + ", and are not counted."));
        return new Reading(now, 0, 0, new Reading.NotCounted(timeMicros, fields));
    }
}
