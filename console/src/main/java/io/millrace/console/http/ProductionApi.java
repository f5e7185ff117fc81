package io.millrace.console.http;

import io.javalin.http.Context;
import io.millrace.console.HubView;
import io.millrace.historian.ProductionQueries;
import io.millrace.model.Problem;
import io.millrace.production.OeeOptions;
import io.millrace.production.oee.LossModel.Microstops;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What was made, and why not more: figures, orders, shifts, states and stops. */
final class ProductionApi {

    private static final int MAX_FIGURES = 5_000;
    private static final int MAX_ORDERS = 1_000;
    private static final int MAX_STATES = 10_000;
    private static final int MAX_STOPS = 200;
    private static final int AT_A_TIME = 4;
    private static final int WAITING = 12;
    private static final String STATE = "state/add";

    private final ProductionQueries production;
    private final HubView hub;
    private final Clock clock;
    private final Places places = new Places(
            AT_A_TIME,
            WAITING,
            Problem.of(
                    "production-busy", "The historian is busy with other questions.", "Try again in a few seconds."));

    ProductionApi(ProductionQueries production, HubView hub, Clock clock) {
        this.production = production;
        this.hub = hub;
        this.clock = clock;
    }

    /** From when to when something is asked. */
    private record Asked(Instant from, Instant to) {}

    void locations(Context ctx) {
        Query.of(ctx);
        Json.send(ctx, new ProductionViews.Locations(places.in(production::locations)));
    }

    void oee(Context ctx) {
        Query query = Query.of(ctx, "location", "kind", "from", "to", "limit");
        String kind = query.word("kind", "shift", "hour", "day", "order");
        Asked asked = asked(query, Duration.ofDays(2));
        int limit = query.integer("limit", 1, MAX_FIGURES, 200);
        String location = query.text("location");
        Json.send(
                ctx,
                places.in(() -> new ProductionViews.Figures(
                        kind,
                        asked.from().toString(),
                        asked.to().toString(),
                        production.figures(location, kind, asked.from(), asked.to(), limit).stream()
                                .map(row -> ProductionViews.figure(row, microstops(row.location())))
                                .toList())));
    }

    /** Figures are computed again when the site file changes its mind about them, so it is that of the site file now. */
    private Microstops microstops(String location) {
        return hub.production().oee(location).map(OeeOptions::microstops).orElse(Microstops.AVAILABILITY);
    }

    void orders(Context ctx) {
        Query query = Query.of(ctx, "location", "limit");
        String location = query.text("location");
        int limit = query.integer("limit", 1, MAX_ORDERS, 200);
        Json.send(
                ctx,
                places.in(() -> new ProductionViews.Orders(production.orders(location, limit).stream()
                        .map(ProductionViews::order)
                        .toList())));
    }

    void shifts(Context ctx) {
        Query query = Query.of(ctx, "location", "from", "to");
        String location = query.required("location");
        Instant now = clock.instant();
        // Those to come are of interest too.
        Instant to = query.time("to", now, now.plus(Duration.ofDays(2)));
        Instant from = query.time("from", now, now.minus(Duration.ofDays(2)));
        Query.span(from, to);
        Json.send(
                ctx,
                places.in(() -> new ProductionViews.Shifts(
                        location,
                        production.shifts(location, from, to).stream()
                                .map(ProductionViews::shift)
                                .toList())));
    }

    void states(Context ctx) {
        Query query = Query.of(ctx, "location", "name", "from", "to", "limit");
        String location = query.required("location");
        String name = name(query.text("name"));
        Asked asked = asked(query, Duration.ofHours(8));
        int limit = query.integer("limit", 1, MAX_STATES, 2_000);
        Json.send(
                ctx,
                places.in(() -> new ProductionViews.States(
                        location,
                        asked.from().toString(),
                        asked.to().toString(),
                        production.states(location, name, asked.from(), asked.to(), limit).stream()
                                .map(ProductionViews::state)
                                .toList())));
    }

    void stops(Context ctx) {
        Query query = Query.of(ctx, "location", "name", "from", "to", "limit");
        String location = query.required("location");
        String name = name(query.text("name"));
        Asked asked = asked(query, Duration.ofHours(8));
        int limit = query.integer("limit", 1, MAX_STOPS, 20);
        Json.send(
                ctx,
                places.in(() -> new ProductionViews.Stops(
                        location,
                        asked.from().toString(),
                        asked.to().toString(),
                        production.stops(location, name, asked.from(), asked.to(), limit).stream()
                                .map(ProductionViews::stop)
                                .toList())));
    }

    private static String name(@Nullable String given) {
        return given == null ? STATE : given;
    }

    private Asked asked(Query query, Duration usual) {
        Instant now = clock.instant();
        Instant to = query.time("to", now, now);
        Instant from = query.time("from", now, to.minus(usual));
        Query.span(from, to);
        return new Asked(from, to);
    }
}
