package io.millrace.process.trial;

import io.millrace.model.Problem;
import io.millrace.process.core.Emission;
import io.millrace.process.core.Input;
import io.millrace.process.core.Taken;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One turn of a trial: an input and what followed from it, or what followed from time that passed.
 *
 * @param instance what tells the instance from others of the processor: a location, a topic or a key
 * @param timeMicros the time of the input, or when what is said became true; microseconds since 1970
 * @param input null when only time passed
 * @param fate what became of the input; null when there is none
 * @param outputs what the processor said
 * @param refused inputs that cannot be used: this one, earlier ones in the light of it, or such as have waited in vain
 * @param trouble why nothing could follow from the time that passed; null when all is well
 */
public record Turn(
        String instance,
        long timeMicros,
        @Nullable Input input,
        Taken.@Nullable Fate fate,
        List<Emission> outputs,
        List<Taken.Refused> refused,
        @Nullable Problem trouble) {

    public Turn {
        Objects.requireNonNull(instance);
        outputs = List.copyOf(outputs);
        refused = List.copyOf(refused);
    }

    static Turn of(String instance, Input input, Taken taken) {
        return new Turn(
                instance, input.timestampMicros(), input, taken.fate(), taken.emissions(), taken.refused(), null);
    }

    static Turn passed(String instance, long timeMicros, List<Emission> outputs, List<Taken.Refused> refused) {
        return new Turn(instance, timeMicros, null, null, outputs, refused, null);
    }

    static Turn troubled(String instance, long timeMicros, Problem trouble) {
        return new Turn(instance, timeMicros, null, null, List.of(), List.of(), trouble);
    }

    /** Whether there is nothing to tell of it. */
    boolean isSilent() {
        return outputs.isEmpty() && refused.isEmpty();
    }

    /** Whether it says something anew of what turns before it said. */
    boolean looksBack() {
        return fate == Taken.Fate.LATE || outputs.stream().anyMatch(output -> output.revision() > 0);
    }
}
