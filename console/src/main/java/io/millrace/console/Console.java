package io.millrace.console;

import io.millrace.console.http.HttpServer;
import io.millrace.console.http.LiveLimits;
import io.millrace.console.live.LiveNamespace;
import io.millrace.console.live.LiveSink;
import io.millrace.console.processors.ProcessorWatch;
import io.millrace.historian.Deliveries;
import io.millrace.historian.Queries;
import io.millrace.model.Namespace;
import io.millrace.model.RecordHandler;
import io.millrace.model.TagInfo;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The console of a hub, listening from {@link #start} to {@link #close}. Thread-safe. */
public final class Console implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Console.class);
    private static final int ROUND_SECONDS = 5;
    private static final int LOOK_SECONDS = 1;

    private final ConsoleSettings settings;
    private final HubView hub;
    private final LiveNamespace namespace;
    private final LiveSink sink;
    private final ProcessorWatch watch;
    private final HttpServer server;
    private final ScheduledThreadPoolExecutor timer;

    private Console(
            ConsoleSettings settings,
            Queries history,
            Deliveries deliveries,
            HubView hub,
            HubDesk desk,
            Namespace namespace,
            Clock clock,
            LiveLimits limits,
            int maxTopics) {
        this.settings = settings;
        this.hub = hub;
        this.namespace = new LiveNamespace(namespace, maxTopics);
        this.sink = new LiveSink(this.namespace, history, clock);
        declareConfiguredTags();
        this.watch = new ProcessorWatch(hub::processors, clock, System::nanoTime);
        this.server =
                new HttpServer(settings, limits, this.namespace, sink, history, deliveries, hub, desk, watch, clock);
        this.timer = new ScheduledThreadPoolExecutor(1, work -> {
            Thread thread = new Thread(work, "console-timer");
            thread.setDaemon(true);
            return thread;
        });
        timer.scheduleWithFixedDelay(this::lookAfterNamespace, ROUND_SECONDS, ROUND_SECONDS, TimeUnit.SECONDS);
        timer.scheduleWithFixedDelay(this::lookAtProcessors, 0, LOOK_SECONDS, TimeUnit.SECONDS);
    }

    /**
     * Starts to listen. Does not wait for the historian: trends and the ledger answer as soon as it does, and live
     * values come with the log once {@link #live} is fed.
     *
     * @throws ConsoleException with a sentence; {@link ConsoleException#reason} tells an occupied port from the rest
     */
    public static Console start(
            ConsoleSettings settings,
            Queries history,
            Deliveries deliveries,
            HubView hub,
            HubDesk desk,
            Namespace namespace,
            Clock clock) {
        return start(
                settings,
                history,
                deliveries,
                hub,
                desk,
                namespace,
                clock,
                LiveLimits.standard(),
                LiveNamespace.MAX_TOPICS);
    }

    static Console start(
            ConsoleSettings settings,
            Queries history,
            Deliveries deliveries,
            HubView hub,
            HubDesk desk,
            Namespace namespace,
            Clock clock,
            LiveLimits limits,
            int maxTopics) {
        Console console = new Console(settings, history, deliveries, hub, desk, namespace, clock, limits, maxTopics);
        log.atInfo().addKeyValue("url", console.url()).log("console is listening");
        if (!settings.users().isEmpty()) {
            log.atInfo().log(
                    "the console speaks plain HTTP: put a proxy with TLS before it when passwords cross a network"
                            + " you do not trust");
        }
        return console;
    }

    private void lookAfterNamespace() {
        declareConfiguredTags();
        sink.retry();
    }

    private void lookAtProcessors() {
        try {
            watch.look();
        } catch (RuntimeException fault) {
            log.atWarn().setCause(fault).log("the processors could not be looked at");
        }
    }

    /** Shows tags that are configured but have not delivered, so that a silent one is seen to be silent. */
    private void declareConfiguredTags() {
        try {
            for (TagInfo tag : hub.tags().values()) {
                namespace.declare(tag.topic());
            }
        } catch (RuntimeException fault) {
            log.atWarn().setCause(fault).log("the configured tags could not be listed");
        }
    }

    /**
     * Follows the samples and the events of the log ({@code millrace.samples}, {@code millrace.events}). It begins with
     * the historian's newest values and never fails on a record; an event that comes twice is shown twice.
     */
    public RecordHandler live() {
        return sink;
    }

    /** Where a browser on this machine finds it. */
    public String url() {
        return "http://" + host() + ":" + port() + "/";
    }

    private String host() {
        try {
            if (InetAddress.getByName(settings.host()).isAnyLocalAddress()) {
                return "127.0.0.1";
            }
        } catch (UnknownHostException unlikely) {
            return settings.host();
        }
        return settings.host().indexOf(':') >= 0 ? "[" + settings.host() + "]" : settings.host();
    }

    public int port() {
        return server.port();
    }

    /** Ends the live streams and the listener; idempotent, returns within a few seconds. */
    @Override
    public void close() {
        timer.shutdownNow();
        server.close();
    }
}
