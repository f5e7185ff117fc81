package io.millrace.connector.modbus;

import com.digitalpetri.modbus.pdu.ModbusRequestPdu;
import io.millrace.connector.ConnectorException;
import io.millrace.connector.Reading;
import io.millrace.connector.Session;
import io.millrace.connector.SessionListener;
import io.millrace.connector.WriteOutcome;
import io.millrace.model.ProblemException;
import io.millrace.model.Value;
import io.netty.channel.EventLoop;
import io.netty.channel.nio.NioEventLoopGroup;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One life of the link to a device. Everything happens on one event loop, which it owns; its methods may be called from
 * any thread.
 *
 * <p>It is lost when its last TCP connection breaks or no unit answers any more. A unit that is silent while others
 * answer only gets its own connection dialled anew.
 */
final class ModbusSession implements Session<ModbusAddress>, Link.Owner {

    /** After so many time-outs in a row a connection is not trusted any more. */
    private static final int SILENCE = 3;

    private static final int SHARED = -1;
    private static final long CLOSE_SECONDS = 3;
    /** The connect time-out does not count the time a name server takes. */
    private static final long GRACE_MILLIS = 2_000;

    private final ModbusSettings settings;
    private final SessionListener listener;
    private final NioEventLoopGroup threads;
    private final EventLoop loop;
    private final CompletableFuture<Void> usable = new CompletableFuture<>();

    // What follows belongs to the event loop.
    private final Map<Integer, Link> links = new HashMap<>();
    private final Map<Integer, Refusals> refusals = new HashMap<>();
    private final Map<Integer, Integer> silences = new HashMap<>();
    private final Set<Integer> proven = new HashSet<>();
    /** Dialled by {@link #start} and not yet given to a unit. */
    private @Nullable Link spare;

    private boolean begun;

    private volatile @Nullable String over;

    ModbusSession(ModbusSettings settings, String name, SessionListener listener) {
        this.settings = settings;
        this.listener = listener;
        this.threads = new NioEventLoopGroup(1, work -> {
            Thread thread = new Thread(work, "modbus-" + name);
            thread.setDaemon(true);
            return thread;
        });
        this.loop = threads.next();
    }

    /** Dials the first connection and returns when it is there. */
    void start() throws ConnectorException, InterruptedException {
        loop.execute(() -> {
            Link first = new Link(loop, settings, this);
            spare = first;
            first.dial();
        });
        boolean started = false;
        try {
            usable.get(settings.connectTimeout().toMillis() + GRACE_MILLIS, TimeUnit.MILLISECONDS);
            started = true;
        } catch (ExecutionException failed) {
            throw new ConnectorException(
                    failed.getCause() instanceof ConnectorException refused
                            ? String.valueOf(refused.getMessage())
                            : Sentences.notConnected(settings));
        } catch (TimeoutException resolving) {
            throw new ConnectorException(Sentences.cannotResolve(settings));
        } finally {
            if (!started) {
                close();
            }
        }
    }

    @Override
    public CompletionStage<List<Reading>> read(List<ModbusAddress> addresses) {
        CompletableFuture<List<Reading>> readings = new CompletableFuture<>();
        List<ModbusAddress> batch = List.copyOf(addresses);
        run(
                () -> new BatchRead(this, settings, batch, readings).start(),
                reason -> readings.completeExceptionally(new ConnectorException(reason)));
        return readings;
    }

    @Override
    public CompletionStage<WriteOutcome> write(ModbusAddress address, Value value) {
        byte[] bytes;
        if (!address.writable()) {
            return CompletableFuture.completedFuture(WriteOutcome.rejected(
                    "The tag at " + address + " may not be written. Say writable: true in the site file."));
        }
        try {
            bytes = Registers.encode(address, settings.wordOrder(), value);
        } catch (ProblemException unfit) {
            return CompletableFuture.completedFuture(
                    WriteOutcome.rejected(unfit.problem().sentence()));
        }
        CompletableFuture<WriteOutcome> outcome = new CompletableFuture<>();
        run(
                () -> new SingleWrite(this, address, unit(address), bytes, outcome).start(),
                reason -> outcome.complete(WriteOutcome.notSent(reason)));
        return outcome;
    }

    @Override
    public void close() {
        run(() -> finish("The connection is closed."), reason -> {});
        var ended = threads.shutdownGracefully(0, CLOSE_SECONDS, TimeUnit.SECONDS);
        if (!loop.inEventLoop()) {
            ended.awaitUninterruptibly(CLOSE_SECONDS, TimeUnit.SECONDS);
        }
    }

    /** Runs on the event loop, or says why not. */
    private void run(Runnable work, Consumer<String> otherwise) {
        try {
            loop.execute(() -> {
                String reason = over;
                if (reason != null) {
                    otherwise.accept(reason);
                } else {
                    work.run();
                }
            });
        } catch (RejectedExecutionException closed) {
            otherwise.accept("The connection is closed.");
        }
    }

    int unit(ModbusAddress address) {
        Integer own = address.unitId();
        return own == null ? settings.unitId() : own;
    }

    Refusals refusals(int unit) {
        return refusals.computeIfAbsent(unit, any -> new Refusals(settings.refusedRetry(), System::nanoTime));
    }

    /** Asks a unit something, over its own connection or the shared one, which is dialled when needed. */
    void ask(int unit, ModbusRequestPdu request, boolean urgent, Consumer<Answer> then) {
        String reason = over;
        if (reason != null) {
            then.accept(new Answer.None(false, false, reason));
            return;
        }
        link(unit).send(unit, request, urgent, then);
    }

    /** Whether the latest request to the unit was answered, so that a write is likely to be. */
    boolean isProven(int unit) {
        Link link = links.get(key(unit));
        return proven.contains(unit) && link != null && link.isOpen();
    }

    /** Cuts off whatever may still be on its way to a unit that did not answer a write. */
    void disown(int unit) {
        Link link = links.remove(key(unit));
        if (link != null) {
            link.close(Sentences.silentAfterWrite(settings, unit));
        }
    }

    private Link link(int unit) {
        links.values().removeIf(link -> link.isEnded());
        return links.computeIfAbsent(key(unit), any -> {
            Link waiting = spare;
            spare = null;
            if (waiting != null && !waiting.isEnded()) {
                return waiting;
            }
            Link dialled = new Link(loop, settings, this);
            dialled.dial();
            return dialled;
        });
    }

    private int key(int unit) {
        return settings.connections() == ModbusSettings.Connections.SHARED ? SHARED : unit;
    }

    @Override
    public void opened(Link link) {
        begun = true;
        usable.complete(null);
    }

    @Override
    public void ended(Link link, String reason) {
        usable.completeExceptionally(new ConnectorException(reason));
        links.values().remove(link);
        if (links.values().stream().noneMatch(Link::isOpen)) {
            lose(reason);
        }
    }

    @Override
    public void answered(int unit) {
        proven.add(unit);
        silences.remove(unit);
    }

    @Override
    public void unanswered(Link link, int unit) {
        proven.remove(unit);
        int silence = silences.merge(unit, 1, Integer::sum);
        if (silence % SILENCE != 0) {
            return;
        }
        String reason = Sentences.silent(settings, unit);
        if (proven.isEmpty()) {
            lose(reason);
        } else if (settings.connections() == ModbusSettings.Connections.PER_UNIT) {
            links.values().remove(link);
            link.close(reason);
        }
    }

    private void lose(String reason) {
        if (over == null && begun) {
            finish(reason);
            listener.lost(reason);
        }
    }

    private void finish(String reason) {
        over = reason;
        usable.completeExceptionally(new ConnectorException(reason));
        List<Link> all = new ArrayList<>(links.values());
        Link waiting = spare;
        if (waiting != null) {
            all.add(waiting);
        }
        links.clear();
        all.forEach(link -> link.close(reason));
    }
}
