package io.millrace.app.cli;

import io.millrace.app.hub.DataFolder;
import io.millrace.app.hub.HubAddresses;
import io.millrace.app.hub.HubException;
import io.millrace.app.hub.Settings;
import io.millrace.app.recompute.Replacing;
import io.millrace.app.site.HistorianPart;
import io.millrace.app.site.Site;
import io.millrace.backbone.LogCorrector;
import io.millrace.backbone.LogScan;
import io.millrace.historian.HistorianClient;
import io.millrace.model.LogPartition;
import io.millrace.model.LogTopic;
import io.millrace.model.settings.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** The log and the historian of a site, for a command beside the hub. */
final class HubStores implements AutoCloseable {

    private static final Duration STORED_WITHIN = Duration.ofMinutes(1);
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
    /** The end of the log moves on while one looks, and ends of transactions count there. */
    private static final long MOST_BEHIND = 2_000;

    private final @Nullable HubAddresses hub;
    private final String bootstrap;
    private final Map<String, String> properties;
    private final HistorianClient historian;

    private HubStores(
            @Nullable HubAddresses hub, String bootstrap, Map<String, String> properties, HistorianClient historian) {
        this.hub = hub;
        this.bootstrap = bootstrap;
        this.properties = properties;
        this.historian = historian;
    }

    /** @throws HubException when the site has them neither outside nor in a running hub */
    static HubStores open(Site site, DataOption data) {
        String external = site.part().log().bootstrap();
        HistorianPart part = site.part().historian();
        @Nullable
        HubAddresses hub = DataFolder.runningHub(data.forSite(site.name())).orElse(null);
        if (hub == null && (external == null || part.jdbc() == null)) {
            hub = data.running();
        }
        String kafka = external != null ? external : hub == null ? null : hub.kafka();
        if (kafka == null) {
            throw new HubException("The hub of site '" + site.name() + "' has no log.");
        }
        Map<String, String> properties =
                external == null ? Map.of() : site.part().log().properties();
        return new HubStores(hub, kafka, properties, historian(site, hub));
    }

    private static HistorianClient historian(Site site, @Nullable HubAddresses hub) {
        HistorianPart part = site.part().historian();
        String jdbc = part.jdbc();
        String user = part.user();
        Secret password = part.password();
        if (jdbc != null && user != null && password != null) {
            return HistorianClient.open(jdbc, user, password);
        }
        String url = hub == null ? null : hub.postgres();
        String as = hub == null ? null : hub.postgresUser();
        String passwordFile = hub == null ? null : hub.postgresPasswordFile();
        if (url == null || as == null || passwordFile == null) {
            throw new HubException("The hub of site '" + site.name() + "' has no historian, and only that remembers.");
        }
        try {
            return HistorianClient.open(
                    url, as, new Secret(Files.readString(Path.of(passwordFile)).trim()));
        } catch (IOException unreadable) {
            throw new HubException("The password file " + passwordFile + " cannot be read by this user.", unreadable);
        }
    }

    /** Null when none runs on this machine. */
    @Nullable
    HubAddresses hub() {
        return hub;
    }

    HistorianClient historian() {
        return historian;
    }

    /**
     * Prepares to put what is true into the log.
     *
     * @param said {@code name@revision}
     * @param id the name of the recomputation
     */
    Replacing replacing(Site site, String said, String id, Clock clock) {
        String processor = said.contains("@") ? said.substring(0, said.indexOf('@')) : said;
        return new Replacing(
                new LogCorrector(bootstrap, properties, "recompute-" + site.name() + "-" + processor),
                historian.recordings(),
                historian.queries(),
                site.namespace(),
                Settings.routes(site)::of,
                new Replacing.Signature(processor, said, id, site.name()),
                clock);
    }

    static Path temporary() {
        return Path.of(System.getProperty("java.io.tmpdir"));
    }

    /**
     * Waits until the historian has, but for a few records, what the log has.
     *
     * @throws HubException when it has not within a minute
     */
    void awaitStored() {
        Map<LogPartition, Long> ends =
                new LogScan(bootstrap, properties).ends(EnumSet.of(LogTopic.SAMPLES, LogTopic.EVENTS));
        long deadline = System.nanoTime() + STORED_WITHIN.toNanos();
        for (long behind = behind(ends); behind > MOST_BEHIND; behind = behind(ends)) {
            if (System.nanoTime() > deadline) {
                throw new HubException(
                        "The historian is " + behind + " records behind the log: what it has not stored yet"
                                + " would look like a difference. Wait until it has caught up, and give the command again.");
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    private long behind(Map<LogPartition, Long> ends) {
        Map<LogPartition, Long> stored = historian.queries().stored();
        return ends.entrySet().stream()
                .mapToLong(end -> Math.max(0, end.getValue() - stored.getOrDefault(end.getKey(), 0L)))
                .sum();
    }

    @Override
    public void close() {
        historian.close();
    }
}
