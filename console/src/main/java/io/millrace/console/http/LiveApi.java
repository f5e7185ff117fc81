package io.millrace.console.http;

import io.javalin.http.Context;
import io.millrace.console.HubView;
import io.millrace.console.live.LiveNamespace;
import io.millrace.console.live.LiveSubscription;
import io.millrace.console.live.LiveTag;
import io.millrace.model.Problem;
import io.millrace.model.TagInfo;
import io.millrace.model.TopicFilter;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Changes as server-sent events (HTML Living Standard, 9.2). A client gets the present values at once, then several
 * times a second the newest value of each tag that changed; what changed twice in between is sent once. Each stream has
 * the thread of its request, so a client that does not read holds up nobody else, and is sent away.
 *
 * <p>Events: {@code values} (a list of values), {@code beat} (time and health, with a comment before it) and {@code
 * dropped} (why the stream ends).
 */
final class LiveApi implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(LiveApi.class);

    private final LiveNamespace live;
    private final HubView hub;
    private final HubApi hubApi;
    private final LiveLimits limits;
    private final LongSupplier nanos;
    private final Semaphore places;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicLong dropped = new AtomicLong();

    LiveApi(LiveNamespace live, HubView hub, HubApi hubApi, LiveLimits limits, LongSupplier nanos) {
        this.live = live;
        this.hub = hub;
        this.hubApi = hubApi;
        this.limits = limits;
        this.nanos = nanos;
        this.places = new Semaphore(limits.streams());
    }

    int openStreams() {
        return open.get();
    }

    long droppedStreams() {
        return dropped.get();
    }

    void live(Context ctx) throws IOException {
        Query query = Query.of(ctx, "topic", "filter");
        Set<String> topics = Set.copyOf(query.all("topic", limits.topics()));
        // A '+' that the caller did not escape arrives as a space, which no topic holds.
        List<TopicFilter> filters = query.all("filter", 20).stream()
                .map(filter -> TopicFilter.parse(filter.replace(' ', '+')))
                .toList();
        if (!places.tryAcquire()) {
            throw new HttpProblem(
                    503,
                    Problem.of(
                            "live-full",
                            limits.streams() + " live streams are open, which is the limit.",
                            "Close a console that is not needed."));
        }
        open.incrementAndGet();
        try (LiveSubscription subscription = live.subscribe(wanted(topics, filters), limits.tags())) {
            HttpServletResponse response = ctx.res();
            response.setStatus(200);
            response.setContentType("text/event-stream;charset=utf-8");
            response.setHeader("Cache-Control", "no-store");
            response.setHeader("X-Accel-Buffering", "no");
            serve(new Stream(response.getOutputStream(), subscription, ctx.ip()));
        } finally {
            places.release();
            open.decrementAndGet();
        }
    }

    private static Predicate<String> wanted(Set<String> topics, List<TopicFilter> filters) {
        return topic -> topics.contains(topic) || filters.stream().anyMatch(filter -> filter.matches(topic));
    }

    private void serve(Stream stream) {
        try {
            stream.out.write("retry: 2000\n\n".getBytes(StandardCharsets.UTF_8));
            stream.beat();
            do {
                String reason = stream.flush();
                if (reason != null) {
                    drop(stream, reason);
                    stream.event("dropped", Map.of("reason", reason));
                    return;
                }
            } while (!closing.await(limits.flush().toMillis(), TimeUnit.MILLISECONDS));
            stream.event("dropped", Map.of("reason", "The hub is stopping."));
        } catch (IOException gone) {
            if (stream.wasStuck()) {
                drop(stream, "it took nothing for " + limits.stuck().toSeconds() + " s");
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    private void drop(Stream stream, String reason) {
        dropped.incrementAndGet();
        log.atWarn()
                .addKeyValue("client", stream.client)
                .addKeyValue("reason", reason)
                .log("live stream dropped");
    }

    @Override
    public void close() {
        closing.countDown();
    }

    /** One client. Used by the thread of its request. */
    private final class Stream {
        private final OutputStream out;
        private final LiveSubscription subscription;
        private final String client;
        private long lastBeat;
        private long writingSince;

        Stream(OutputStream out, LiveSubscription subscription, String client) {
            this.out = out;
            this.subscription = subscription;
            this.client = client;
        }

        /** Sends what changed. Returns why the client must go, or null. */
        @org.jspecify.annotations.Nullable
        String flush() throws IOException {
            if (subscription.isOverflown()) {
                return "More than " + limits.tags() + " tags match. Narrow the filter.";
            }
            Map<String, TagInfo> configured = hub.tags();
            List<LiveTag> changed = subscription.take(limits.batch());
            while (!changed.isEmpty()) {
                event(
                        "values",
                        changed.stream()
                                .map(tag -> Views.value(tag, tag.latest(), configured.get(tag.path())))
                                .toList());
                if (nanos.getAsLong() - writingSince > limits.slow().toNanos()) {
                    return "The client reads too slowly: one batch took more than "
                            + limits.slow().toSeconds() + " s.";
                }
                changed = changed.size() < limits.batch() ? List.of() : subscription.take(limits.batch());
            }
            if (nanos.getAsLong() - lastBeat >= limits.beat().toNanos()) {
                beat();
            }
            return null;
        }

        void beat() throws IOException {
            lastBeat = nanos.getAsLong();
            out.write(": beat\n".getBytes(StandardCharsets.UTF_8));
            event("beat", hubApi.beat());
        }

        void event(String name, Object data) throws IOException {
            writingSince = nanos.getAsLong();
            out.write(("event: " + name + "\ndata: ").getBytes(StandardCharsets.UTF_8));
            out.write(Json.bytes(data));
            out.write('\n');
            out.write('\n');
            out.flush();
        }

        boolean wasStuck() {
            // The connection is cut after limits.stuck(); a client that went away by itself fails at once.
            return nanos.getAsLong() - writingSince >= limits.stuck().toNanos() * 8 / 10;
        }
    }
}
