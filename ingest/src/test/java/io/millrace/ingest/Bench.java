package io.millrace.ingest;

import io.millrace.connector.ConnectorEnvironment;
import io.millrace.ingest.FakeDevice.Address;
import io.millrace.ingest.FakeDevice.Settings;
import io.millrace.model.ConnectionState;
import io.millrace.model.Metric;
import io.millrace.model.Namespace;
import io.millrace.model.TagInfo;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A connection loop on the test bench: turned by the test's own thread, with time that passes only when told. It wakes
 * up exactly when the loop asked to be woken.
 */
final class Bench {

    static final Namespace NAMESPACE = new Namespace("umh/v1");
    static final ConnectionOptions OPTIONS =
            new ConnectionOptions(Duration.ofSeconds(4), Duration.ofSeconds(1), Duration.ofSeconds(30), 1000);

    final FakeTime time = new FakeTime();
    final FakeLog log = new FakeLog();
    final Losses losses = new Losses("site/hub", time.time());
    final OwnThread own = new OwnThread("bench-aside");
    final FakeDevice device = new FakeDevice();
    private final List<Tag<Address>> tags = new ArrayList<>();
    private ConnectionOptions options = OPTIONS;
    private IngestLimits limits = new IngestLimits(100, 10, 100, 4, Duration.ofMinutes(1), Duration.ofSeconds(5));
    ConnectionLoop<Settings, Address> loop;
    private Routes routes = Routes.defaults();
    private boolean unfiltered;
    private volatile boolean woken;
    private long idle;

    static Tag<Address> polled(String lane, String name, Duration interval) {
        return new Tag<>(info(name), new Address(lane, name), new Acquisition.Poll(interval));
    }

    static Tag<Address> subscribed(String name) {
        return new Tag<>(info(name), new Address("", name), new Acquisition.Subscribe(Duration.ofMillis(100)));
    }

    static Tag<Address> subscribed(String name, Duration staleAfter) {
        return new Tag<>(
                info(name), new Address("", name), new Acquisition.Subscribe(Duration.ofMillis(100)), staleAfter);
    }

    static Tag<Address> reporting(String name, ReportRule rule) {
        return new Tag<>(
                info(name), new Address("", name), new Acquisition.Subscribe(Duration.ofMillis(100)), null, rule);
    }

    private static TagInfo info(String name) {
        return new TagInfo(NAMESPACE.topic("works", "_historian", name), "kiln", name, null, null);
    }

    Bench with(Tag<Address> tag) {
        tags.add(tag);
        return this;
    }

    Bench queue(int queue) {
        options = new ConnectionOptions(options.timeout(), options.reconnectAfter(), options.reconnectAtMost(), queue);
        return this;
    }

    Bench limits(int batch, int inFlight) {
        limits = new IngestLimits(100, 10, batch, inFlight, Duration.ofMinutes(1), Duration.ofSeconds(5));
        return this;
    }

    Bench routes(Routes chosen) {
        routes = chosen;
        return this;
    }

    /** Processors want what filters leave out. */
    Bench unfiltered() {
        unfiltered = true;
        return this;
    }

    Connection<Settings, Address> connection() {
        return new Connection<>("kiln", device, new Settings("kiln-1"), tags, options);
    }

    Bench start() {
        SampleWriter sink = new SampleWriter(
                new RouteWriter(log, new Aside(log, own)), TopicRules.of(routes), time.time(), "site/hub/kiln", "fake");
        loop = new ConnectionLoop<>(
                connection(),
                new ConnectorEnvironment("kiln", Path.of("unused")),
                topic -> unfiltered,
                sink,
                losses,
                limits,
                time.time(),
                () -> 0.5,
                () -> woken = true);
        loop.begin();
        settle();
        return this;
    }

    /** Turns for as long as there is something to do now. */
    void settle() {
        int turns = 0;
        do {
            woken = false;
            idle = loop.turn();
            if (++turns > 100_000) {
                throw new AssertionError("the loop does not come to rest");
            }
        } while ((woken || idle == 0) && !loop.isFinished());
    }

    /** Lets time pass, turning whenever the loop wanted to be woken. */
    void pass(Duration duration) {
        settle();
        long left = duration.toNanos();
        while (left > 0 && !loop.isFinished()) {
            long step = Math.min(left, Math.max(1, idle));
            time.advance(Duration.ofNanos(step));
            left -= step;
            settle();
        }
    }

    void passSeconds(long seconds) {
        pass(Duration.ofSeconds(seconds));
    }

    ConnectionState state() {
        return loop.status().state();
    }

    double metric(String name) {
        return loop.metrics().stream()
                .filter(metric -> metric.name().equals(name))
                .mapToDouble(Metric::value)
                .sum();
    }
}
