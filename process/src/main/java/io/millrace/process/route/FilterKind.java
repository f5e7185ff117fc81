package io.millrace.process.route;

import io.millrace.model.Problem;
import io.millrace.process.Keying;
import io.millrace.process.Kind;
import io.millrace.process.MistakeException;
import io.millrace.process.Plan;
import io.millrace.process.Setting;
import java.util.List;
import java.util.Map;

/** {@code filter}: passes on what fits conditions. Thread-safe. */
public final class FilterKind implements Kind<FilterOptions> {

    @Override
    public String name() {
        return "filter";
    }

    @Override
    public String sentence() {
        return "Tells on another topic only what fits: a range, a list, a change, Good quality, not too often.";
    }

    @Override
    public Class<FilterOptions> optionsType() {
        return FilterOptions.class;
    }

    @Override
    public Plan plan(FilterOptions options, Setting setting) {
        Destination destination = Destination.of(options.from(), options.to(), Map.of(), List.of(), setting);
        boolean events = options.from().stream().anyMatch(from -> ("/" + from).contains("/_analytics/"));
        if (events && options.field() == null && options.judgesValues()) {
            throw new MistakeException(
                    "from",
                    Problem.of(
                            "input-wrong-type",
                            "'from' names events, and the filter judges a value.",
                            "Name the 'field' of the event that it is to judge."));
        }
        Filter filter = new Filter(destination, options);
        return new Plan(destination.sources(), new Keying.ByTopic(), destination.writes(), place -> filter);
    }
}
