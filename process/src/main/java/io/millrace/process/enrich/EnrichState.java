package io.millrace.process.enrich;

import io.millrace.model.Value;
import io.millrace.process.core.Identity;
import io.millrace.process.core.Input;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one key.
 *
 * @param row the last of the table
 * @param waiting what waits for a first row, in the order of time
 * @param recent what came at the last time there was: a row of that very time is theirs too
 */
record EnrichState(@Nullable Row row, Queue waiting, List<Input> recent) {

    static final EnrichState BEGIN = new EnrichState(null, Queue.EMPTY, List.of());

    EnrichState {
        recent = List.copyOf(recent);
    }

    /**
     * A row of the table.
     *
     * @param fields those that are added somewhere, by their names in the table
     */
    record Row(Identity identity, Map<String, Value> fields) {
        Row {
            fields = new TreeMap<>(fields);
        }

        long time() {
            return identity.timestampMicros();
        }
    }

    EnrichState with(Row newRow) {
        return new EnrichState(newRow, Queue.EMPTY, recent);
    }

    EnrichState waiting(Queue left) {
        return new EnrichState(row, left, recent);
    }

    /** With one more that came now; of those before, only what has the same time is of interest. */
    EnrichState came(Input input, int most) {
        List<Input> now = new ArrayList<>();
        for (Input other : recent) {
            if (other.timestampMicros() == input.timestampMicros() && now.size() < most) {
                now.add(other);
            }
        }
        now.add(input);
        return new EnrichState(row, waiting, now);
    }
}
