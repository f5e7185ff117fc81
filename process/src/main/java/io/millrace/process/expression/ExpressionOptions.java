package io.millrace.process.expression;

import io.millrace.model.settings.DefaultsTo;
import io.millrace.model.settings.Described;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a person writes about an {@code expression}. */
@Described("Computes a tag from others by a formula.")
public record ExpressionOptions(
        @Described("Input topic below the location, such as _historian/temperature; the expression calls it 'value'.")
        @Nullable
        String input,

        @Described("Several inputs: the name the expression uses, and the topic below the location.") @DefaultsTo("{}")
        Map<String, String> inputs,

        @Described("What inputs carry, by name: number, integer, boolean, text or any. Number where nothing is said.")
        @DefaultsTo("{}")
        Map<String, InputType> types,

        @Described("The formula, such as value * 1.8 + 32.") String expression,

        @Described("Name of the tag it computes, such as efficiency; below _historian unless a contract is given.")
        String output,

        @Described("last: computes on each input, with the last known values of the others. all: once every input has a"
                + " value of the same time.")
        @DefaultsTo("last")
        Join join,

        @Described("With join: last, the result is Bad_NoData when an input is older than this.") @Nullable
        Duration staleAfter,

        @Described("With join: all, how far the times of the inputs may be apart.") @DefaultsTo("0ms")
        Duration tolerance,

        @Described("What 'previous' is before there is a result: a value or an expression of the inputs.") @Nullable
        String first,

        @Described("Tables for lookup('table', key): entries by key.") @DefaultsTo("{}")
        Map<String, Map<String, String>> tables) {

    /** How inputs of different times become one result. */
    public enum Join {
        LAST,
        ALL
    }

    public ExpressionOptions {
        inputs = Collections.unmodifiableMap(new LinkedHashMap<>(inputs));
        types = Map.copyOf(types);
        tables = Map.copyOf(tables);
    }
}
