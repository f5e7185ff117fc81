package io.millrace.process.route;

import io.millrace.process.Keying;
import io.millrace.process.Kind;
import io.millrace.process.Plan;
import io.millrace.process.Setting;

/** {@code route}: chooses, renames, splits and merges topics. Thread-safe. */
public final class RouteKind implements Kind<RouteOptions> {

    @Override
    public String name() {
        return "route";
    }

    @Override
    public String sentence() {
        return "Tells the messages of some topics on others: renamed, split into tags, or merged into one topic.";
    }

    @Override
    public Class<RouteOptions> optionsType() {
        return RouteOptions.class;
    }

    @Override
    public Plan plan(RouteOptions options, Setting setting) {
        Destination destination =
                Destination.of(options.from(), options.to(), options.names(), options.fields(), setting);
        Route route = new Route(destination, options.fields());
        return new Plan(destination.sources(), new Keying.ByTopic(), destination.writes(), place -> route);
    }
}
