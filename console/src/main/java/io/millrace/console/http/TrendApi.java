package io.millrace.console.http;

import io.javalin.http.Context;
import io.millrace.console.HubView;
import io.millrace.console.http.Views.BucketView;
import io.millrace.historian.Queries;
import io.millrace.historian.Trend;
import io.millrace.model.Namespace;
import io.millrace.model.Problem;
import io.millrace.model.TagInfo;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** History of one tag, reduced to what a pen draws. */
final class TrendApi {

    static final int MAX_POINTS = 5_000;
    private static final Duration LONGEST = Duration.ofDays(3_660);
    /** So many ask the database at a time; the others wait a little. */
    private static final int AT_A_TIME = 8;

    private final Queries history;
    private final HubView hub;
    private final Namespace namespace;
    private final Clock clock;
    private final Semaphore places = new Semaphore(AT_A_TIME, true);

    TrendApi(Queries history, HubView hub, Namespace namespace, Clock clock) {
        this.history = history;
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
        if (!from.isBefore(to) || Duration.between(from, to).compareTo(LONGEST) > 0) {
            throw HttpProblem.badQuery(
                    "'from' (" + from + ") and 'to' (" + to + ") are no span of time.",
                    "Let 'from' lie before 'to', and at most ten years apart.");
        }
        Trend trend = ask(topic, from, to, points);
        Json.send(
                ctx,
                new Views.TrendView(
                        topic,
                        from.toString(),
                        to.toString(),
                        points,
                        hub.tag(topic).map(TagInfo::unit).orElse(null),
                        bucket(trend.before()),
                        trend.buckets().stream().map(TrendApi::bucket).toList()));
    }

    private Trend ask(String topic, Instant from, Instant to, int points) {
        try {
            if (!places.tryAcquire(10, TimeUnit.SECONDS)) {
                throw busy();
            }
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
            throw busy();
        }
        try {
            return history.trend(topic, from, to, points);
        } finally {
            places.release();
        }
    }

    private static HttpProblem busy() {
        return new HttpProblem(
                503,
                Problem.of("trend-busy", "The historian is busy with other trends.", "Try again in a few seconds."));
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
