package io.millrace.console.http;

import io.javalin.http.Context;
import io.millrace.console.HubView;
import io.millrace.console.http.Views.BucketView;
import io.millrace.historian.Deliveries;
import io.millrace.historian.Queries;
import io.millrace.historian.Trend;
import io.millrace.model.Namespace;
import io.millrace.model.Problem;
import io.millrace.model.TagInfo;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** History of one tag, reduced to what a pen draws. */
final class TrendApi {

    private static final Logger log = LoggerFactory.getLogger(TrendApi.class);
    static final int MAX_POINTS = 5_000;
    /** So many ask the database at a time; the others wait a little. */
    private static final int AT_A_TIME = 8;

    private static final int WAITING = 24;
    private static final int MAX_GAPS = 500;

    private final Queries history;
    private final Deliveries deliveries;
    private final HubView hub;
    private final Namespace namespace;
    private final Clock clock;
    private final Places places = new Places(
            AT_A_TIME,
            WAITING,
            Problem.of("trend-busy", "The historian is busy with other trends.", "Try again in a few seconds."));

    TrendApi(Queries history, Deliveries deliveries, HubView hub, Namespace namespace, Clock clock) {
        this.history = history;
        this.deliveries = deliveries;
        this.hub = hub;
        this.namespace = namespace;
        this.clock = clock;
    }

    void trend(Context ctx) {
        Query query = Query.of(ctx, "topic", "from", "to", "points");
        String topic = namespace.parse(query.required("topic")).path();
        Instant now = clock.instant();
        Instant to = query.time("to", now, now);
        Instant from = query.time("from", now, to.minus(Duration.ofHours(1)));
        int points = query.integer("points", 1, MAX_POINTS, 500);
        Query.span(from, to);
        Json.send(ctx, places.in(() -> view(history.trend(topic, from, to, points), topic, from, to, points)));
    }

    private Views.TrendView view(Trend trend, String topic, Instant from, Instant to, int points) {
        return new Views.TrendView(
                topic,
                from.toString(),
                to.toString(),
                points,
                hub.tag(topic).map(TagInfo::unit).orElse(null),
                bucket(trend.before()),
                trend.buckets().stream().map(TrendApi::bucket).toList(),
                gaps(topic, from, to));
    }

    /** A trend without its gaps is still a trend. */
    private @Nullable List<DeliveryViews.GapView> gaps(String topic, Instant from, Instant to) {
        try {
            return deliveries.gaps(topic, from, to, MAX_GAPS).stream()
                    .map(DeliveryViews::gap)
                    .toList();
        } catch (RuntimeException unreadable) {
            log.atDebug().addKeyValue("topic", topic).setCause(unreadable).log("the gaps of a trend could not be read");
            return null;
        }
    }

    @org.jspecify.annotations.NullUnmarked
    private static BucketView bucket(Trend.@Nullable Bucket bucket) {
        return bucket == null
                ? null
                : new BucketView(
                        bucket.start().toString(),
                        bucket.first(),
                        bucket.last(),
                        bucket.min(),
                        bucket.max(),
                        Json.time(bucket.firstTime()),
                        Json.time(bucket.lastTime()),
                        bucket.good(),
                        bucket.bad(),
                        bucket.lastBad());
    }
}
