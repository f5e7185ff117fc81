package io.millrace.app.hub;

import io.millrace.app.disk.DiskState;
import io.millrace.app.disk.DiskWatch;
import io.millrace.app.site.Site;
import io.millrace.backbone.Backbone;
import io.millrace.backbone.FollowerState;
import io.millrace.broker.Broker;
import io.millrace.broker.BrokerFigures;
import io.millrace.console.Health;
import io.millrace.console.HubInfo;
import io.millrace.console.HubView;
import io.millrace.console.ProcessorInfo;
import io.millrace.console.TagFilter;
import io.millrace.historian.Historian;
import io.millrace.historian.HistorianHealth;
import io.millrace.ingest.Ingest;
import io.millrace.ingest.TagState;
import io.millrace.model.ConnectionState;
import io.millrace.model.ConnectionStatus;
import io.millrace.model.Metric;
import io.millrace.model.TagInfo;
import io.millrace.production.Production;
import io.millrace.streams.EngineStatus;
import io.millrace.streams.ProcessorStatus;
import io.millrace.streams.Streams;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The hub as its console sees it. */
final class LiveHub implements HubView {

    private final Site site;
    private final DataFolder data;
    private final Instant started;
    private final Parts parts;
    private final Map<String, TagInfo> tags;

    LiveHub(Site site, DataFolder data, Instant started, Parts parts) {
        this.site = site;
        this.data = data;
        this.started = started;
        this.parts = parts;
        Map<String, TagInfo> byTopic = new HashMap<>();
        site.connections().forEach(connection -> connection
                .tags()
                .forEach(tag -> byTopic.put(tag.info().topic().path(), tag.info())));
        this.tags = Map.copyOf(byTopic);
    }

    @Override
    public HubInfo info() {
        return new HubInfo(
                site.name(),
                Version.text(),
                started,
                data.path().toString(),
                parts.broker()
                        .map(broker -> String.join(" ", Addresses.mqtt(broker)))
                        .orElse(null),
                parts.backbone().map(Backbone::bootstrapServers).orElse(null),
                parts.historian().map(Historian::jdbcUrl).orElse(null));
    }

    @Override
    public List<ConnectionStatus> connections() {
        return parts.ingest().map(Ingest::connections).orElse(List.of());
    }

    @Override
    public Map<String, TagInfo> tags() {
        return tags;
    }

    @Override
    public Optional<String> deviceWords(String topic) {
        return parts.ingest().flatMap(ingest -> ingest.tag(topic)).map(TagState::nativeCode);
    }

    @Override
    public Optional<TagFilter> filter(String topic) {
        return parts.ingest()
                .flatMap(ingest -> ingest.tag(topic))
                .map(TagState::reported)
                .map(reported -> new TagFilter(reported.rule().words(), reported.offered(), reported.passed()));
    }

    @Override
    public List<ProcessorInfo> processors() {
        return LiveProcessors.of(site.processors(), parts.streams());
    }

    @Override
    public Production production() {
        return site.part().production();
    }

    @Override
    public List<Health> health() {
        List<Health> health = new ArrayList<>();
        parts.readers().forEach(reader -> health.add(health(reader)));
        parts.historian().ifPresent(historian -> health.add(health(historian)));
        parts.broker()
                .ifPresent(broker -> health.add(
                        new Health("mqtt", Health.Status.OK, broker.figures().clients() + " clients connected.")));
        parts.disk().map(DiskWatch::state).ifPresent(disk -> health.add(health(disk)));
        parts.streams().ifPresent(streams -> health.add(health(streams)));
        parts.notifier().ifPresent(notifier -> health.add(Notifications.health(notifier.status())));
        List<ConnectionStatus> connections = connections();
        if (!connections.isEmpty()) {
            health.add(health(connections));
        }
        return health;
    }

    private static Health health(Parts.Reader reader) {
        FollowerState state = reader.follower().state();
        long lag = reader.follower().lag();
        if (state instanceof FollowerState.Retrying retrying) {
            return new Health(
                    reader.name(),
                    Health.Status.DEGRADED,
                    "Behind the log by " + lag + " records, since "
                            + retrying.since().truncatedTo(ChronoUnit.SECONDS) + ": " + retrying.reason());
        }
        if (state instanceof FollowerState.Stopped) {
            return new Health(reader.name(), Health.Status.DOWN, "Stopped.");
        }
        return new Health(
                reader.name(),
                Health.Status.OK,
                lag == 0 ? "Up to date with the log." : "Behind the log by " + lag + " records.");
    }

    private static Health health(DiskState disk) {
        Health.Status status =
                switch (disk.level()) {
                    case AMPLE -> Health.Status.OK;
                    case TIGHT, SCARCE -> Health.Status.DEGRADED;
                    case FULL -> Health.Status.DOWN;
                };
        return new Health("disk", status, disk.sentence());
    }

    private static Health health(Historian historian) {
        HistorianHealth health = historian.health();
        Health.Status status =
                switch (health.state()) {
                    case READY -> Health.Status.OK;
                    case CONNECTING -> Health.Status.DEGRADED;
                    case UNAVAILABLE -> Health.Status.DOWN;
                };
        return new Health("postgresql", status, health.message());
    }

    private static Health health(Streams streams) {
        EngineStatus engine = streams.engine();
        if (engine.state() == EngineStatus.State.FAILED) {
            return new Health("processors", Health.Status.DOWN, engine.sentence());
        }
        if (engine.state() != EngineStatus.State.RUNNING) {
            return new Health("processors", Health.Status.DEGRADED, engine.sentence());
        }
        List<ProcessorStatus> degraded =
                streams.processors().stream().filter(ProcessorStatus::degraded).toList();
        return degraded.isEmpty()
                ? new Health(
                        "processors", Health.Status.OK, streams.processors().size() + " processors.")
                : new Health(
                        "processors",
                        Health.Status.DEGRADED,
                        degraded.get(0).name() + " is degraded: "
                                + degraded.get(0).problem());
    }

    private static Health health(List<ConnectionStatus> connections) {
        List<String> degraded = connections.stream()
                .filter(connection -> connection.state() instanceof ConnectionState.Degraded)
                .map(ConnectionStatus::name)
                .toList();
        return degraded.isEmpty()
                ? new Health("connections", Health.Status.OK, connections.size() + " connections.")
                : new Health(
                        "connections",
                        Health.Status.DEGRADED,
                        degraded.size() + " of " + connections.size() + " connections do not deliver: "
                                + String.join(", ", degraded) + ".");
    }

    @Override
    public List<Metric> metrics() {
        List<Metric> metrics = new ArrayList<>();
        parts.backbone().ifPresent(backbone -> metrics.addAll(backbone.metrics()));
        parts.disk().ifPresent(disk -> metrics.addAll(disk.metrics()));
        parts.ingest().ifPresent(ingest -> metrics.addAll(ingest.metrics()));
        parts.streams().ifPresent(streams -> metrics.addAll(streams.metrics()));
        parts.notifier().ifPresent(notifier -> metrics.addAll(notifier.metrics()));
        parts.mirror().ifPresent(mirror -> metrics.addAll(mirror.metrics()));
        parts.historian().ifPresent(historian -> metrics.addAll(historian.metrics()));
        parts.broker().map(Broker::figures).ifPresent(figures -> metrics.addAll(mqtt(figures)));
        return metrics;
    }

    private static List<Metric> mqtt(BrokerFigures figures) {
        return List.of(
                Metric.gauge("mqtt_clients", "MQTT clients connected now.", figures.clients()),
                Metric.gauge("mqtt_sessions", "MQTT sessions kept, of clients present and away.", figures.sessions()),
                Metric.gauge("mqtt_subscriptions", "Subscriptions now.", figures.subscriptions()),
                Metric.gauge("mqtt_retained", "Retained messages now.", figures.retained()),
                Metric.counter("mqtt_received", "Messages received from MQTT clients.", figures.received()),
                Metric.counter("mqtt_gated", "Messages given to the acknowledgement gate.", figures.gated()),
                Metric.counter(
                        "mqtt_acknowledged", "Messages acknowledged after the log had them.", figures.acknowledged()),
                Metric.counter(
                        "mqtt_refused", "Messages the log did not take, so not acknowledged.", figures.refused()),
                Metric.counter("mqtt_shed", "Messages of QoS 0 the log did not take: lost.", figures.shed()),
                Metric.counter("mqtt_denied", "Messages their sender may not publish.", figures.denied()),
                Metric.counter("mqtt_redelivered", "Messages sent again by clients.", figures.redelivered()),
                Metric.counter("mqtt_dropped", "Messages for subscribers with a full queue.", figures.dropped()),
                Metric.gauge("mqtt_in_flight", "Messages waiting for the log now.", figures.inFlight()),
                Metric.gauge("mqtt_in_flight_bytes", "Payload bytes waiting for the log now.", figures.inFlightBytes()),
                Metric.gauge("mqtt_paused", "Clients not read from now, to slow them down.", figures.paused()));
    }
}
