package io.millrace.console.http;

import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.util.JavalinLogger;
import io.millrace.console.ConsoleException;
import io.millrace.console.ConsoleException.Reason;
import io.millrace.console.ConsoleSettings;
import io.millrace.console.HubDesk;
import io.millrace.console.HubView;
import io.millrace.console.live.LiveNamespace;
import io.millrace.console.live.LiveSink;
import io.millrace.console.processors.ProcessorWatch;
import io.millrace.historian.Deliveries;
import io.millrace.historian.Queries;
import io.millrace.historian.database.HistorianUnavailableException;
import io.millrace.model.Metric;
import io.millrace.model.Problem;
import io.millrace.model.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.net.BindException;
import java.net.InetAddress;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The listener with everything behind it. Thread-safe. */
public final class HttpServer implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(HttpServer.class);
    /** Enough for a stream that names hundreds of topics. */
    private static final int MAX_HEADER = 64 * 1024;
    /** For all that is no stream: more than all {@link Places} together hold up. */
    private static final int THREADS_BESIDE_STREAMS = 80;

    private final LiveNamespace live;
    private final LiveSink sink;
    private final HubView hub;
    private final LiveApi streams;
    private final Routes routes;
    private final Assets assets = new Assets();
    private final Guard guard;
    private final Javalin javalin;
    private final ServerConnector connector;

    /** Makes the server and binds its port. */
    public HttpServer(
            ConsoleSettings settings,
            LiveLimits limits,
            LiveNamespace live,
            LiveSink sink,
            Queries history,
            Deliveries deliveries,
            HubView hub,
            HubDesk desk,
            ProcessorWatch watch,
            Clock clock) {
        this.live = live;
        this.sink = sink;
        this.hub = hub;
        InetAddress address = address(settings);
        guard = new Guard(settings, assets.importMapHash());
        HubApi hubApi = new HubApi(hub, live, sink, clock);
        ProcessorsApi processors = new ProcessorsApi(watch, hub, live);
        streams = new LiveApi(live, hub, hubApi, limits, System::nanoTime);
        routes = new Routes(
                hubApi,
                processors,
                new NamespaceApi(live, hub, processors),
                new TrendApi(history, deliveries, hub, live.namespace(), clock),
                new DeliveriesApi(deliveries, desk, live.namespace(), clock),
                new QuarantineApi(deliveries, desk),
                new AlarmsApi(desk, clock),
                new ProductionApi(history.production(), hub, clock),
                new FactsApi(desk.production(), clock),
                streams,
                new MetricsApi(this::metrics),
                HttpServer::openApi);
        QueuedThreadPool threads = new QueuedThreadPool(limits.streams() + THREADS_BESIDE_STREAMS, 4, 30_000);
        threads.setName("console-http");
        threads.setDaemon(true);
        // What goes wrong is said once, in a sentence, by us; Javalin would add a stack trace.
        JavalinLogger.enabled = false;
        ServerConnector[] bound = new ServerConnector[1];
        javalin = Javalin.create(config -> {
            config.startup.showJavalinBanner = false;
            config.startup.showOldJavalinVersionWarning = false;
            config.startup.startupWatcherEnabled = false;
            config.router.javaLangErrorHandler((response, error) -> {
                log.atError().setCause(error).log("a request met a fatal error");
                response.setStatus(500);
            });
            config.http.prefer405over404 = true;
            config.http.maxRequestSize = 64 * 1024L;
            config.http.compressionStrategy = CompressionStrategy.GZIP;
            config.jetty.threadPool = threads;
            config.jetty.modifyServer(server -> server.setStopTimeout(2_000));
            config.jetty.modifyHttpConfiguration(HttpServer::configure);
            config.jetty.addConnector((server, http) -> {
                bound[0] = connector(server, http, address, settings.port(), limits);
                return bound[0];
            });
            addRoutes(config);
        });
        start(settings);
        connector = bound[0];
    }

    private static void configure(HttpConfiguration http) {
        http.setSendServerVersion(false);
        http.setRequestHeaderSize(MAX_HEADER);
    }

    private static ServerConnector connector(
            Server server, HttpConfiguration http, InetAddress address, int port, LiveLimits limits) {
        configure(http);
        ServerConnector connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
        connector.setHost(address.getHostAddress());
        connector.setPort(port);
        connector.setIdleTimeout(limits.stuck().toMillis());
        connector.setShutdownIdleTimeout(100);
        return connector;
    }

    private static InetAddress address(ConsoleSettings settings) {
        InetAddress address;
        try {
            address = InetAddress.getByName(settings.host());
        } catch (UnknownHostException unknown) {
            throw new ConsoleException(
                    Reason.ADDRESS_UNUSABLE,
                    "The console's host '" + settings.host() + "' is no address and no name this machine can resolve."
                            + " Use 127.0.0.1, or an address of this machine.",
                    unknown);
        }
        if (settings.users().isEmpty() && !address.isLoopbackAddress()) {
            throw new ConsoleException(
                    Reason.UNPROTECTED,
                    "The console has no users, so it may listen on this machine only, not on '" + settings.host()
                            + "'. Add users to the console, or set its host to 127.0.0.1.");
        }
        return address;
    }

    private void start(ConsoleSettings settings) {
        try {
            javalin.start();
        } catch (RuntimeException failed) {
            stopQuietly();
            throw explain(failed, settings);
        }
    }

    private static ConsoleException explain(RuntimeException failed, ConsoleSettings settings) {
        String where = settings.host() + ":" + settings.port();
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            String text = String.valueOf(cause.getMessage());
            if (cause instanceof BindException && text.contains("in use")) {
                return new ConsoleException(
                        Reason.PORT_OCCUPIED,
                        "The console cannot listen on " + where + ": another program uses that port. Stop it, or give"
                                + " the console another port (0 takes any free one).",
                        failed);
            }
            if (cause instanceof SocketException) {
                return new ConsoleException(
                        Reason.ADDRESS_UNUSABLE,
                        "The console cannot listen on " + where + ": " + text + ". Use 127.0.0.1 or an address of this"
                                + " machine, and a port above 1023.",
                        failed);
            }
        }
        return new ConsoleException(Reason.INTERNAL, "The console cannot start: " + failed.getMessage() + ".", failed);
    }

    private void addRoutes(JavalinConfig config) {
        config.routes.before(guard::check);
        routes.reading().forEach(config.routes::get);
        routes.acting().forEach(config.routes::post);
        config.routes.get("/", assets::index);
        config.routes.get("/ui/<file>", assets::own);
        config.routes.get("/lib/{name}/{version}/<file>", assets::library);
        config.routes.exception(HttpProblem.class, (e, ctx) -> Json.problem(ctx, e.status(), e.problem()));
        config.routes.exception(
                ProblemException.class, (e, ctx) -> Json.problem(ctx, HttpProblem.status(e.problem()), e.problem()));
        config.routes.exception(
                HistorianUnavailableException.class,
                (e, ctx) -> Json.problem(
                        ctx,
                        503,
                        Problem.of(
                                "historian-unavailable",
                                "The historian cannot be reached: " + e.getMessage(),
                                "Live values go on; history comes back with the historian.")));
        config.routes.exception(HttpResponseException.class, (e, ctx) -> {
            String code = e.getStatus() == 404 ? "not-found" : e.getStatus() == 405 ? "not-allowed" : "refused";
            Json.problem(
                    ctx,
                    e.getStatus(),
                    Problem.of(code, ctx.method() + " " + ctx.path() + ": " + e.getMessage() + "."));
        });
        config.routes.exception(EofException.class, (e, ctx) -> log.atDebug().log("a client went away"));
        config.routes.exception(Exception.class, HttpServer::internal);
    }

    private static void internal(Exception fault, Context ctx) {
        log.atError().addKeyValue("path", ctx.path()).setCause(fault).log("a request failed");
        Json.problem(
                ctx,
                500,
                Problem.of("internal", "The console failed to answer.", "The hub's log says why; please report it."));
    }

    private static void openApi(Context ctx) throws IOException {
        Query.of(ctx);
        try (InputStream document = HttpServer.class.getResourceAsStream("/io/millrace/console/openapi.json")) {
            if (document == null) {
                throw new IllegalStateException("openapi.json is not on the class path");
            }
            ctx.contentType("application/json").result(document.readAllBytes());
        }
    }

    private List<Metric> metrics() {
        List<Metric> all = new ArrayList<>(hub.metrics());
        all.add(Metric.gauge("console_topics", "Topics the console knows.", live.size()));
        all.add(Metric.counter(
                "console_refused_values", "Values not shown because too many topics are known.", live.refused()));
        all.add(Metric.counter("console_records", "Records of the log the console has followed.", sink.records()));
        all.add(Metric.counter("console_unusable_records", "Records the console could not read.", sink.unusable()));
        all.add(Metric.gauge("console_live_streams", "Live streams that are open.", streams.openStreams()));
        all.add(Metric.counter(
                "console_dropped_streams",
                "Live streams ended because the client was too slow.",
                streams.droppedStreams()));
        return all;
    }

    public int port() {
        return connector.getLocalPort();
    }

    Routes routes() {
        return routes;
    }

    /** Ends the streams, then the listener. Returns within a few seconds. */
    @Override
    public void close() {
        streams.close();
        stopQuietly();
    }

    private void stopQuietly() {
        try {
            javalin.stop();
        } catch (RuntimeException alreadyGoing) {
            log.atWarn().setCause(alreadyGoing).log("the console's listener did not stop cleanly");
        }
    }
}
