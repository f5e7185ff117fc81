package io.millrace.process;

import java.util.Map;

/** Which instance of a processor an input belongs to. Each instance has a state of its own and works alone. */
public sealed interface Keying {

    /**
     * One instance for each location.
     *
     * @param levels how many levels the location of an instance has; deeper topics belong to the instance above them
     */
    record ByPlace(int levels) implements Keying {}

    /** Each topic for itself, wherever it is. */
    record ByTopic() implements Keying {}

    /**
     * One instance for each value of a key that the inputs carry, as an order number.
     *
     * @param sources by role, where the key of such an input is
     */
    record ByKey(Map<String, KeySource> sources) implements Keying {
        public ByKey {
            sources = Map.copyOf(sources);
        }
    }
}
