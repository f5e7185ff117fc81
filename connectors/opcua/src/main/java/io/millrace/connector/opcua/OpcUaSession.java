package io.millrace.connector.opcua;

import io.millrace.connector.BrowsePage;
import io.millrace.connector.ConnectorEnvironment;
import io.millrace.connector.ConnectorException;
import io.millrace.connector.Monitored;
import io.millrace.connector.Reading;
import io.millrace.connector.Session;
import io.millrace.connector.SessionListener;
import io.millrace.connector.WriteOutcome;
import io.millrace.model.Value;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.sdk.client.SessionActivityListener;
import org.eclipse.milo.opcua.sdk.client.UaSession;
import org.jspecify.annotations.Nullable;

/**
 * One life of a session with an OPC UA server. It ends, once, when the connection breaks, when two keep-alives in a row
 * are not answered, when the server ends the session or the subscription, or when the subscription falls silent.
 * Thread-safe.
 */
final class OpcUaSession implements Session<OpcUaAddress> {

    private static final long FAREWELL_MILLIS = 1500;

    private final OpcUaSettings settings;
    private final SessionListener listener;
    private final SharedThreads.Lease threads;
    private final OpcUaClient client;
    private final OneLifeTransport transport;
    private final Link link;
    private final SessionThread monitored;
    private final SessionThread answers;
    private final Reader reader;
    private final Writer writer;
    private final Browser browser;
    private final Subscription subscription;
    private final Future<?> watch;
    private final AtomicBoolean closed = new AtomicBoolean();

    OpcUaSession(
            Opening.Opened opened,
            OpcUaSettings settings,
            ConnectorEnvironment environment,
            SessionListener listener,
            SharedThreads.Lease threads,
            Clock clock) {
        this.settings = settings;
        this.listener = listener;
        this.threads = threads;
        this.client = opened.client();
        this.transport = opened.transport();
        this.monitored = new SessionThread("opcua-" + environment.connection() + "-values");
        this.answers = new SessionThread("opcua-" + environment.connection() + "-answers");
        this.link = new Link(client, transport, opened.session().getAuthenticationToken(), this::lost);
        Limits limits = Limits.of(client);
        Values values = new Values(new Structures(client), clock);
        Nodes nodes = new Nodes(link.namespaces());
        this.reader = new Reader(link, nodes, values, limits.read(settings.batchLimit()));
        DataTypes types = new DataTypes(link, reader);
        this.writer = new Writer(link, nodes, types, settings.timeout());
        this.browser = new Browser(link, types, settings, limits.browse(settings.batchLimit()));
        this.subscription = new Subscription(
                link, settings, nodes, values, listener, monitored, limits.monitor(settings.batchLimit()));
        this.watch = threads.network.scheduleAtFixedRate(subscription::watch, 1, 1, TimeUnit.SECONDS);
        client.addSessionActivityListener(new SessionActivityListener() {
            @Override
            public void onSessionInactive(UaSession session) {
                link.end("The server does not answer any more: " + settings.endpoint()
                        + " left two questions in a row unanswered for "
                        + settings.keepAlive().toMillis()
                        + " ms each. Check the server and the network.");
            }
        });
    }

    /** A connection that broke while the session was being made broke unheard. */
    void ready() throws ConnectorException, InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        if (!transport.isOpen()) {
            throw new ConnectorException(
                    "The server at " + settings.endpoint() + " hung up right after the session had been opened.");
        }
    }

    /** The connection is closed; called on a network thread. */
    void disconnected(@Nullable Throwable said) {
        link.end(
                said == null
                        ? "The server at " + settings.endpoint() + " closed the connection, or the network did."
                        : "The server at " + settings.endpoint() + " closed the connection (" + Faults.brief(said)
                                + ").");
    }

    private void lost(String reason) {
        answers.execute(() -> {
            if (!closed.get()) {
                listener.lost(reason);
            }
        });
    }

    @Override
    public CompletionStage<List<Reading>> read(List<OpcUaAddress> addresses) {
        List<OpcUaAddress> asked = List.copyOf(addresses);
        return answered(() -> reader.read(asked, Deadline.in(settings.timeout())), Reader.Answer::readings);
    }

    @Override
    public CompletionStage<Void> monitor(List<Monitored<OpcUaAddress>> tags) {
        return answered(() -> subscription.monitor(tags), Function.identity());
    }

    @Override
    public CompletionStage<BrowsePage<OpcUaAddress>> browse(@Nullable String parent, @Nullable String continuation) {
        return answered(() -> browser.browse(parent, continuation, Deadline.in(settings.timeout())), page -> page);
    }

    @Override
    public CompletionStage<WriteOutcome> write(OpcUaAddress address, Value value) {
        return answered(() -> writer.write(address, value), outcome -> outcome);
    }

    /** Hands an answer from the network's thread to the session's own. */
    private <T, R> CompletableFuture<R> answered(Supplier<CompletableFuture<T>> asked, Function<T, R> finished) {
        CompletableFuture<R> result = new CompletableFuture<>();
        CompletableFuture<T> asking;
        try {
            asking = asked.get();
        } catch (RuntimeException fault) {
            result.completeExceptionally(fault);
            return result;
        }
        var unused = asking.whenComplete((answer, fault) -> answers.execute(() -> {
            try {
                if (fault == null) {
                    result.complete(finished.apply(answer));
                } else {
                    result.completeExceptionally(readable(fault));
                }
            } catch (RuntimeException unfinished) {
                result.completeExceptionally(unfinished);
            }
        }));
        return result;
    }

    private Throwable readable(Throwable fault) {
        Throwable root = Faults.root(fault);
        if (root instanceof RuntimeException own && !(root instanceof CompletionException)) {
            return own;
        }
        return new ConnectorException(
                Faults.isTimeout(root)
                        ? "The server at " + settings.endpoint() + " did not answer within "
                                + settings.timeout().toMillis() + " ms."
                        : root instanceof Link.NotSent
                                ? "There is no session with the server at " + settings.endpoint() + "."
                                : "The server at " + settings.endpoint() + " did not do what was asked ("
                                        + Faults.brief(root) + ").",
                root);
    }

    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        boolean alive = link.fence();
        watch.cancel(false);
        monitored.stop();
        if (!alive) {
            transport.kill();
        }
        goodbye();
        transport.kill();
        answers.stop();
        threads.close();
    }

    /** Closes the session with its subscriptions on the server, if that listens. */
    private void goodbye() {
        CompletableFuture<?> gone = client.disconnectAsync();
        try {
            gone.get(FAREWELL_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException deaf) {
            transport.kill();
            settle(gone);
        }
    }

    /** With the connection cut Milo's session keeper comes to rest by itself; it only needs a moment. */
    private static void settle(CompletableFuture<?> gone) {
        try {
            gone.get(FAREWELL_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException abandoned) {
            return;
        }
    }
}
