package io.millrace.process;

import io.millrace.model.Value.DataType;
import io.millrace.process.core.Place;
import io.millrace.process.core.Processor;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/**
 * What a processor reads, decides and writes.
 *
 * @param sources at least one; the first that fits a topic takes it
 * @param writes topic filters from the root on that cover all it may write; cycles are found by them
 * @param types of the values it writes, by the filter in {@code writes}, as far as it knows them beforehand
 * @param rule the processor at a place; for other keyings than places, called once with a place without location
 */
public record Plan(
        List<Source> sources,
        Keying keying,
        List<String> writes,
        Map<String, DataType> types,
        Function<Place, Processor<?>> rule) {

    public Plan {
        sources = List.copyOf(sources);
        Objects.requireNonNull(keying);
        writes = List.copyOf(writes);
        types = Map.copyOf(types);
        Objects.requireNonNull(rule);
        if (sources.isEmpty()) {
            throw new IllegalArgumentException("a processor without inputs");
        }
    }

    /** One that does not know beforehand what values it writes. */
    public Plan(List<Source> sources, Keying keying, List<String> writes, Function<Place, Processor<?>> rule) {
        this(sources, keying, writes, Map.of(), rule);
    }
}
