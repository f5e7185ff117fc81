package io.millrace.app.hub;

import io.millrace.app.disk.DiskLimits;
import io.millrace.app.site.ConsolePart;
import io.millrace.app.site.DiskPart;
import io.millrace.app.site.HistorianPart;
import io.millrace.app.site.LogPart;
import io.millrace.app.site.MqttPart;
import io.millrace.app.site.PublishedModels;
import io.millrace.app.site.Route;
import io.millrace.app.site.Site;
import io.millrace.app.site.SitePart;
import io.millrace.backbone.BackboneSettings;
import io.millrace.backbone.Retention;
import io.millrace.broker.BrokerSettings;
import io.millrace.broker.BrokerUser;
import io.millrace.broker.ListenerSettings;
import io.millrace.broker.Transport;
import io.millrace.console.ConsoleSettings;
import io.millrace.console.ConsoleUser;
import io.millrace.historian.HistorianSettings;
import io.millrace.ingest.IngestLimits;
import io.millrace.ingest.IngestSettings;
import io.millrace.ingest.ModelSettings;
import io.millrace.ingest.Routes;
import io.millrace.model.LogTopic;
import io.millrace.model.Payloads;
import io.millrace.model.TopicFilter;
import io.millrace.model.settings.Secret;
import io.millrace.process.Definition;
import io.millrace.streams.StreamsSettings;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** From the site file to what each room wants to know. */
public final class Settings {

    /** A payload of the greatest size with its topic and headers. */
    private static final int LARGEST_RECORD = Payloads.MAX_BYTES + (64 << 10);

    private static final Duration LOG_PATIENCE = Duration.ofSeconds(30);
    /** The name under which the commands of this machine ask a console that has users. */
    static final String LOCAL_USER = "millrace-command-line";

    private Settings() {}

    static BackboneSettings log(Site site, DataFolder data) {
        LogPart log = site.part().log();
        Map<LogTopic, Retention> kept = new EnumMap<>(LogTopic.class);
        kept.put(
                LogTopic.SAMPLES,
                Retention.of(log.samples().time(), log.samples().size().bytes()));
        kept.put(
                LogTopic.EVENTS,
                Retention.of(log.events().time(), log.events().size().bytes()));
        String bootstrap = log.bootstrap();
        return bootstrap == null
                ? new BackboneSettings.Embedded(
                        data.folder("log"),
                        log.host(),
                        log.port(),
                        BackboneSettings.DEFAULT_PARTITIONS,
                        kept,
                        LARGEST_RECORD,
                        data.hubId())
                : new BackboneSettings.External(
                        bootstrap,
                        log.properties(),
                        BackboneSettings.DEFAULT_PARTITIONS,
                        kept,
                        LARGEST_RECORD,
                        LOG_PATIENCE,
                        data.hubId());
    }

    static IngestSettings ingest(Site site, DataFolder data, String origin, Clock clock) {
        PublishedModels published = new PublishedModels(data.path());
        return new IngestSettings(
                site.namespace(),
                origin,
                data.folder("connectors"),
                routes(site),
                new ModelSettings(site.models().models(), model -> published.keep(model, clock.instant())),
                unfiltered(site),
                IngestLimits.defaults());
    }

    /** What processors read that ask for the values that filters leave out, too. */
    private static List<TopicFilter> unfiltered(Site site) {
        return site.processors().stream()
                .filter(Definition::unfiltered)
                .flatMap(processor -> processor.plan().sources().stream())
                .map(source -> TopicFilter.parse(source.filter()))
                .toList();
    }

    /** Which route of the log a topic of a site takes. */
    public static Routes routes(Site site) {
        Map<String, LogTopic> byTopic = new HashMap<>();
        site.tagRoutes().forEach((topic, route) -> byTopic.put(topic, route.log()));
        Map<String, LogTopic> byContract = new HashMap<>(Routes.defaults().byContract());
        List<Routes.FilterRoute> byFilter = new ArrayList<>();
        site.part().routes().forEach((String what, Route route) -> {
            if (SitePart.isFilter(what)) {
                byFilter.add(new Routes.FilterRoute(TopicFilter.parse(what), route.log()));
            } else {
                byContract.put(what, route.log());
            }
        });
        return new Routes(byTopic, byFilter, byContract);
    }

    static DiskLimits disk(Site site) {
        DiskPart disk = site.part().disk();
        return new DiskLimits(disk.shortenBelow().bytes(), disk.refuseBelow().bytes());
    }

    /** Whether the historian's files share the hub's disk. */
    static boolean isHistorianEmbedded(Site site) {
        return site.part().historian().jdbc() == null;
    }

    static BrokerSettings broker(Site site, DataFolder data) {
        MqttPart mqtt = site.part().mqtt();
        List<ListenerSettings> listeners = mqtt.listeners().stream()
                .map(listener -> new ListenerSettings(
                        listener.transport() == MqttPart.Transport.TCP ? Transport.TCP : Transport.WEBSOCKET,
                        listener.host(),
                        listener.port(),
                        listener.path()))
                .toList();
        List<BrokerUser> users = mqtt.users().stream()
                .map(user -> new BrokerUser(user.name(), user.password().value(), user.publish(), user.subscribe()))
                .toList();
        BrokerSettings standard = BrokerSettings.of(data.folder("mqtt"), listeners, users);
        return new BrokerSettings(
                standard.folder(),
                standard.listeners(),
                standard.users(),
                Math.toIntExact(mqtt.maxPacket().bytes()),
                standard.clientReceiveMaximum(),
                mqtt.clientQueue(),
                standard.maxInFlightMessages(),
                standard.maxInFlightBytes(),
                standard.maxConnections(),
                standard.gateTimeout());
    }

    static HistorianSettings historian(Site site, DataFolder data) {
        HistorianPart historian = site.part().historian();
        String jdbc = historian.jdbc();
        String user = historian.user();
        Secret password = historian.password();
        return jdbc != null && user != null && password != null
                ? new HistorianSettings.External(jdbc, user, password, historian.retention())
                : new HistorianSettings.Embedded(
                        data.folder("historian"), "127.0.0.1", historian.port(), historian.retention());
    }

    /**
     * Under what name the log is stored. Those who store into one database share the work; another database gets
     * everything.
     */
    static String historianGroup(Site site, DataFolder data) {
        String jdbc = site.part().historian().jdbc();
        return "historian-"
                + (jdbc == null
                        ? data.hubId()
                        : Integer.toHexString(jdbc.replaceFirst("\\?.*", "").hashCode()));
    }

    /** Hubs of one site on one log share the processors. */
    static StreamsSettings streams(Site site, DataFolder data, String origin, String bootstrap) {
        boolean shared = site.part().log().bootstrap() != null;
        return new StreamsSettings(
                bootstrap,
                site.part().log().properties(),
                "millrace-process-" + site.name(),
                data.hubId(),
                data.folder("process"),
                shared ? 1 : 0,
                1,
                origin,
                site.namespace());
    }

    /** @param localPassword lets the commands of this machine ask a console that has users */
    static ConsoleSettings console(Site site, String localPassword) {
        ConsolePart console = site.part().console();
        List<ConsoleUser> users = new ArrayList<>();
        console.users().forEach(user -> users.add(new ConsoleUser(user.name(), user.password())));
        if (!users.isEmpty()) {
            users.add(new ConsoleUser(LOCAL_USER, new Secret(localPassword)));
        }
        return new ConsoleSettings(console.host(), console.port(), users);
    }
}
