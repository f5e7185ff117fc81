package io.millrace.app.hub;

import io.millrace.app.desk.Desk;
import io.millrace.app.disk.DiskGuard;
import io.millrace.app.disk.DiskWatch;
import io.millrace.app.production.Calculator;
import io.millrace.app.site.Site;
import io.millrace.app.template.AppliedMachines;
import io.millrace.app.template.PublishedTemplates;
import io.millrace.backbone.Backbone;
import io.millrace.backbone.BackboneException;
import io.millrace.backbone.LogFollower;
import io.millrace.backbone.StartAt;
import io.millrace.broker.Broker;
import io.millrace.broker.BrokerException;
import io.millrace.console.Console;
import io.millrace.console.ConsoleException;
import io.millrace.historian.Historian;
import io.millrace.ingest.Ingest;
import io.millrace.ingest.Routes;
import io.millrace.model.LogRecord;
import io.millrace.model.LogSink;
import io.millrace.model.LogTopic;
import io.millrace.model.LogWriter;
import io.millrace.model.RecordHandler;
import io.millrace.model.TagInfo;
import io.millrace.notify.Notifier;
import io.millrace.streams.Streams;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * One running process. It opens the rooms in the order in which data flows, hands each the ports of the next, and
 * closes them in reverse:
 *
 * <pre>
 * connections --> ingest --> log --> historian --> console
 *    MQTT ---------^   ^  |    `--> live: mirror --> MQTT, console
 *                      |  v
 *                   processors, notifications
 * </pre>
 */
public final class Hub implements AutoCloseable {

    /** What carries values; the other topics of the log are about them. */
    private static final Set<LogTopic> ROUTES = EnumSet.of(LogTopic.SAMPLES, LogTopic.EVENTS);
    /** The historian keeps the books as well. */
    private static final Set<LogTopic> HISTORY =
            EnumSet.of(LogTopic.SAMPLES, LogTopic.EVENTS, LogTopic.QUARANTINE, LogTopic.LEDGER);

    private final Closing closing = new Closing();
    private final List<CompletableFuture<?>> starting = new ArrayList<>();
    private final Clock clock = Clock.systemUTC();
    private final Instant started = clock.instant();
    private final Site site;
    private final DataFolder data;
    private final Set<Role> roles;
    private final Progress progress;
    private final Joints joints;
    private final Parts parts;
    private final CompletableFuture<Exception> fault = new CompletableFuture<>();
    private final HubAddresses addresses;

    /**
     * Starts a hub and returns when everything is ready.
     *
     * @param data is closed with the hub
     * @throws HubException when a part cannot start; everything that had been started is stopped again
     */
    public static Hub start(Site site, DataFolder data, Set<Role> roles, Progress progress) {
        return start(site, data, roles, progress, Joints.SOUND);
    }

    static Hub start(Site site, DataFolder data, Set<Role> roles, Progress progress, Joints joints) {
        return new Hub(site, data, roles, progress, joints);
    }

    private Hub(Site site, DataFolder data, Set<Role> roles, Progress progress, Joints joints) {
        this.site = site;
        this.data = closing.add("data folder", data);
        this.roles = EnumSet.copyOf(roles);
        this.progress = progress;
        this.joints = joints;
        this.parts = new Parts();
        try {
            Roles.check(site, roles);
            open();
            this.addresses = describe();
            data.announce(addresses);
        } catch (RuntimeException | Error failed) {
            starting.forEach(Hub::awaitEnd);
            closing.close();
            throw failed;
        }
    }

    /** A part that is still starting must not be left behind as an orphan. */
    private static void awaitEnd(CompletableFuture<?> part) {
        part.handle((done, failed) -> done).join();
    }

    private void open() {
        String origin = site.name() + "/" + data.hubId();
        DiskWatch disk = openDisk();
        DiskGuard guard = new DiskGuard(() -> disk.state().level());
        CompletableFuture<Backbone> log = inBackground("log", this::openLog);
        CompletableFuture<Optional<Historian>> history = inBackground("historian", () -> openHistorian(log));
        Backbone backbone = join(log);
        parts.backbone(backbone);
        disk.relieve(
                new LogRelief(backbone, Settings.log(site, data), data.folder("log")),
                sentence -> fault.complete(new HubException(sentence)));
        LogWriter writer = joints.log().apply(guard.before(backbone.writer()));
        Ingest ingest = openIngest(writer, origin);
        List<RecordHandler> present = new ArrayList<>();
        if (roles.contains(Role.BROKER)) {
            Broker broker = openBroker(ingest);
            Mirror mirror = new Mirror(new BrokerSubscribers(broker), site.namespace(), origin + "/", clock);
            parts.mirror(mirror);
            present.add(mirror);
        }
        Optional<Historian> historian = join(history);
        historian.ifPresent(past -> {
            parts.historian(past);
            past.describe(tags());
            if (roles.contains(Role.HISTORIAN)) {
                LogSink sink = Settings.isHistorianEmbedded(site) ? guard.before(past.sink()) : past.sink();
                follow(
                        "historian",
                        backbone.follow(
                                Settings.historianGroup(site, data),
                                HISTORY,
                                joints.history().apply(sink)));
                openFigures(past, writer, origin);
            }
            if (roles.contains(Role.CONSOLE)) {
                present.add(openConsole(past, desk(past, ingest, writer, backbone, origin))
                        .live());
            }
        });
        if (!present.isEmpty()) {
            follow(
                    "live",
                    backbone.followCommitted("live-" + data.hubId(), ROUTES, StartAt.BEGINNING, new InTurn(present)));
        }
        if (roles.contains(Role.PROCESS) && !site.processors().isEmpty()) {
            openStreams(backbone, ingest, origin);
        }
        if (roles.contains(Role.PROCESS) && !site.part().notifications().isEmpty()) {
            openNotifier(backbone);
        }
        if (roles.contains(Role.EDGE)) {
            ingest.start(site.connections());
            progress.step("connections: " + site.connections().size() + " started");
        }
        noteMachines();
    }

    /** What the machines are now, for those who want to know later what a change would change. */
    private void noteMachines() {
        try {
            Instant now = clock.instant();
            PublishedTemplates published = new PublishedTemplates(data.path());
            site.machines().templates().values().forEach(template -> published.keep(template, now));
            new AppliedMachines(data.path()).keep(site.machines(), now);
        } catch (UncheckedIOException denied) {
            throw new HubException(
                    "The data folder " + data.path() + " cannot be written (" + denied.getMessage() + ").", denied);
        }
    }

    private DiskWatch openDisk() {
        try {
            DiskWatch disk = closing.add("disk", DiskWatch.open(data.path(), Settings.disk(site)));
            parts.disk(disk);
            return disk;
        } catch (IOException unreadable) {
            throw new HubException(
                    "The free space of the data folder " + data.path() + " cannot be read (" + unreadable.getMessage()
                            + ").",
                    unreadable);
        }
    }

    private Desk desk(Historian historian, Ingest ingest, LogWriter log, Backbone backbone, String origin) {
        Routes routes = Settings.routes(site);
        return new Desk(
                site,
                historian::production,
                historian.deliveries(),
                historian.alarms(),
                ingest,
                log,
                backbone::find,
                record -> parts.mirror().flatMap(mirror -> mirror.mirrored(record)),
                routes::of,
                origin,
                clock);
    }

    private Backbone openLog() {
        try {
            return closing.add("log", Backbone.start(Settings.log(site, data), fault::complete));
        } catch (BackboneException failed) {
            throw new HubException(failed.key().map(key -> key + ": ").orElse("") + failed.getMessage(), failed);
        }
    }

    private Optional<Historian> openHistorian(CompletableFuture<Backbone> log) {
        boolean needed = roles.contains(Role.HISTORIAN) || roles.contains(Role.CONSOLE);
        if (!needed) {
            return Optional.empty();
        }
        LogWriter quarantine = new LogWriter() {
            @Override
            public CompletionStage<Void> write(LogRecord record) {
                return log.thenCompose(backbone -> backbone.writer().write(record));
            }
        };
        return Optional.of(closing.add(
                "historian", Historian.start(Settings.historian(site, data), site.namespace(), quarantine, clock)));
    }

    private Ingest openIngest(LogWriter log, String origin) {
        Ingest ingest = closing.add("ingest", new Ingest(Settings.ingest(site, data, origin, clock), log, clock));
        parts.ingest(ingest);
        return ingest;
    }

    private Broker openBroker(Ingest ingest) {
        try {
            Broker broker = closing.add("mqtt", Broker.start(Settings.broker(site, data), new IngestGate(ingest)));
            parts.broker(broker);
            progress.step("mqtt: ready");
            return broker;
        } catch (BrokerException failed) {
            String key = failed.listener().isPresent()
                    ? "mqtt.listeners[" + failed.listener().getAsInt() + "].port: "
                    : "mqtt: ";
            throw new HubException(key + failed.getMessage(), failed);
        }
    }

    private Console openConsole(Historian historian, Desk desk) {
        try {
            Console console = closing.add(
                    "console",
                    Console.start(
                            Settings.console(site, parts.token()),
                            historian.queries(),
                            historian.deliveries(),
                            new LiveHub(site, data, started, parts),
                            desk,
                            site.namespace(),
                            clock));
            parts.console(console);
            progress.step("console: ready");
            return console;
        } catch (ConsoleException failed) {
            String key =
                    switch (failed.reason()) {
                        case PORT_OCCUPIED -> "console.port: ";
                        case ADDRESS_UNUSABLE -> "console.host: ";
                        case UNPROTECTED -> "console.users: ";
                        case INTERNAL -> "console: ";
                    };
            throw new HubException(key + failed.getMessage(), failed);
        }
    }

    /** Also where nothing has an OEE: marks of late facts are then done with, and not kept for ever. */
    private void openFigures(Historian historian, LogWriter writer, String origin) {
        Routes routes = Settings.routes(site);
        closing.add(
                        "figures",
                        new Calculator(
                                historian.production(),
                                site.part().production(),
                                writer,
                                site.namespace(),
                                origin,
                                routes::of,
                                clock))
                .start();
    }

    private void openStreams(Backbone backbone, Ingest ingest, String origin) {
        Routes routes = Settings.routes(site);
        parts.streams(closing.add(
                "processors",
                Streams.start(
                        Settings.streams(site, data, origin, backbone.bootstrapServers()),
                        site.processors(),
                        routes::of,
                        ingest::judge,
                        clock)));
        progress.step("processors: " + site.processors().size() + " started");
    }

    /** Hubs of one site on one log share the work: whoever follows a partition tells of its alarms. */
    private void openNotifier(Backbone backbone) {
        Notifier notifier = closing.add(
                "notifications",
                Notifier.start(data.folder("notify"), site.name(), site.namespace(), Notifications.of(site), clock));
        parts.notifier(notifier);
        follow(
                "notify",
                backbone.followCommitted("notify-" + site.name(), Set.of(LogTopic.EVENTS), StartAt.END, notifier));
        progress.step("notifications: " + site.part().notifications().size() + " started");
    }

    private void follow(String name, LogFollower follower) {
        closing.add(name + " follows the log", follower);
        parts.reader(name, follower);
    }

    private List<TagInfo> tags() {
        List<TagInfo> tags = new ArrayList<>();
        site.connections().forEach(connection -> connection.tags().forEach(tag -> tags.add(tag.info())));
        return tags;
    }

    private <T> CompletableFuture<T> inBackground(String name, Supplier<T> start) {
        CompletableFuture<T> result = new CompletableFuture<>();
        starting.add(result);
        Thread thread = new Thread(
                () -> {
                    long begin = System.nanoTime();
                    try {
                        T part = start.get();
                        progress.step(String.format("%s: ready after %.1f s", name, (System.nanoTime() - begin) / 1e9));
                        result.complete(part);
                    } catch (Throwable failed) {
                        result.completeExceptionally(failed);
                    }
                },
                "start-" + name);
        thread.start();
        return result;
    }

    private static <T> T join(CompletableFuture<T> part) {
        try {
            return part.join();
        } catch (CompletionException failed) {
            throw failed.getCause() instanceof RuntimeException cause ? cause : failed;
        }
    }

    private HubAddresses describe() {
        Optional<Historian> historian = parts.historian();
        return new HubAddresses(
                ProcessHandle.current().pid(),
                Version.text(),
                site.name(),
                started.toString(),
                parts.console().map(Console::url).orElse(null),
                Settings.LOCAL_USER,
                parts.token(),
                parts.broker().map(Addresses::mqtt).orElse(List.of()),
                parts.backbone().map(Backbone::bootstrapServers).orElse(null),
                historian.map(Historian::jdbcUrl).orElse(null),
                historian.map(Historian::user).orElse(null),
                historian.flatMap(Historian::passwordFile).map(Object::toString).orElse(null));
    }

    public HubAddresses addresses() {
        return addresses;
    }

    public DataFolder data() {
        return data;
    }

    public Instant started() {
        return started;
    }

    /** Completes when a part has broken down for good: the process should end and be started again. */
    public CompletionStage<Exception> fault() {
        return fault;
    }

    /** Stops everything in reverse order. Idempotent. */
    @Override
    public void close() {
        closing.close();
    }
}
