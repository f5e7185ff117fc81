package io.millrace.console.http;

import io.javalin.http.Context;
import io.millrace.console.HubDesk;
import io.millrace.historian.Deliveries;
import io.millrace.historian.Deliveries.Gap;
import io.millrace.historian.Deliveries.Ledger;
import io.millrace.historian.Deliveries.LedgerEntry;
import io.millrace.model.Namespace;
import io.millrace.model.Problem;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What became of what was sent: the ledger, the gaps, and the way of one sample. */
final class DeliveriesApi {

    static final int MAX_ENTRIES = 1_000;
    static final int MAX_GAPS = 1_000;
    private static final int AT_A_TIME = 4;
    private static final int WAITING = 4;
    /** A trace may read some hundred thousand records of the log. */
    private static final int TRACES = 2;

    private static final int WAITING_TRACES = 2;

    private final Deliveries deliveries;
    private final HubDesk desk;
    private final Namespace namespace;
    private final Clock clock;
    private final Places places = new Places(
            AT_A_TIME,
            WAITING,
            Problem.of("ledger-busy", "The historian is busy with other questions.", "Try again in a few seconds."));
    private final Places traces = new Places(
            TRACES,
            WAITING_TRACES,
            Problem.of("trace-busy", "Other samples are being traced.", "Try again in a few seconds."));

    DeliveriesApi(Deliveries deliveries, HubDesk desk, Namespace namespace, Clock clock) {
        this.deliveries = deliveries;
        this.desk = desk;
        this.namespace = namespace;
        this.clock = clock;
    }

    void ledger(Context ctx) {
        Query query = Query.of(ctx, "source", "topic", "limit");
        String source = query.text("source");
        String topic = query.text("topic");
        int limit = query.integer("limit", 1, MAX_ENTRIES, 200);
        if (source != null && topic != null) {
            throw HttpProblem.badQuery(
                    "The ledger is told by source or by topic, not by both.", "Leave out 'source' or 'topic'.");
        }
        Json.send(ctx, places.in(() -> ledger(source, topic, limit)));
    }

    private DeliveryViews.LedgerView ledger(@Nullable String source, @Nullable String topic, int limit) {
        if (source == null && topic == null) {
            Ledger ledger = deliveries.ledger(limit);
            return view(null, null, ledger.bySource(), limit, ledger.more());
        } else if (source != null) {
            return view(source, null, deliveries.ledger(source, limit + 1), limit, false);
        }
        String path = namespace.parse(topic == null ? "" : topic).path();
        return view(null, path, deliveries.ledgerOfTopic(path), limit, false);
    }

    private static DeliveryViews.LedgerView view(
            @Nullable String source, @Nullable String topic, List<LedgerEntry> entries, int limit, boolean more) {
        return new DeliveryViews.LedgerView(
                source,
                topic,
                entries.stream().limit(limit).map(DeliveryViews::entry).toList(),
                more || entries.size() > limit);
    }

    void gaps(Context ctx) {
        Query query = Query.of(ctx, "topic", "from", "to", "limit");
        String topic = namespace.parse(query.required("topic")).path();
        Instant now = clock.instant();
        Instant to = query.time("to", now, now);
        Instant from = query.time("from", now, to.minus(Duration.ofDays(1)));
        int limit = query.integer("limit", 1, MAX_GAPS, 200);
        Query.span(from, to);
        List<Gap> gaps = places.in(() -> deliveries.gaps(topic, from, to, limit + 1));
        boolean more = gaps.size() > limit;
        // They come in time order: the latest are wanted.
        List<Gap> latest = more ? gaps.subList(gaps.size() - limit, gaps.size()) : gaps;
        Json.send(
                ctx,
                new DeliveryViews.GapsView(
                        topic,
                        from.toString(),
                        to.toString(),
                        latest.stream().map(DeliveryViews::gap).toList(),
                        more));
    }

    void trace(Context ctx) {
        Query query = Query.of(ctx, "topic", "at");
        String topic = namespace.parse(query.required("topic")).path();
        Optional<Instant> at = Optional.ofNullable(query.time("at", clock.instant()));
        Json.send(ctx, DeliveryViews.way(traces.in(() -> desk.trace(topic, at))));
    }
}
