package io.millrace.process.counter;

import io.millrace.model.Problem;
import io.millrace.model.ProblemException;
import io.millrace.model.Value;
import io.millrace.process.core.Processor;
import java.util.Map;

/** Makes pieces of the samples of one tag. Between two samples it remembers one number. Pure; thread-safe. */
sealed interface Meter permits PulseMeter, RunningMeter, PassageMeter {

    /** What is remembered before the first sample. */
    long NOTHING = Long.MIN_VALUE;

    /** Tells in the bytes of a state what kind of meter its memory is of. */
    byte code();

    /**
     * Takes a sample that can be trusted.
     *
     * @throws ProblemException when it cannot be a count
     */
    Reading read(long memory, long timeMicros, Value value);

    /**
     * Takes an event.
     *
     * @throws ProblemException when it cannot be a count
     */
    default Reading read(long memory, Map<String, Value> event) {
        throw refused("This counter reads the samples of a tag, not events.", "Publish the value as a sample.");
    }

    /** Lets time pass up to {@link #nextTime}. */
    default Reading pass(long memory) {
        return Reading.of(memory);
    }

    /** When {@link #pass} has something to say, microseconds since 1970, or {@link Processor#NEVER}. */
    default long nextTime(long memory) {
        return Processor.NEVER;
    }

    static ProblemException refused(String message, String remedy) {
        return Problem.of("count-refused", message, remedy).asException();
    }
}
