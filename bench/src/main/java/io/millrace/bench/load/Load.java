package io.millrace.bench.load;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * The program: {@code Load SETTINGS-AS-JSON}. It prints {@code counting} when the time begins in which it counts, and in
 * the end its {@link LoadResult}.
 *
 * <p>With a rate, messages are due at even distances, whether the broker keeps up or not; what waits because the window
 * is full goes out later with the time at which it was due, so that no waiting is hidden.
 */
public final class Load implements AutoCloseable {

    private static final long CONNECT_SECONDS = 20;
    private static final long DRAIN_SECONDS = 20;
    /** The longest nap while nothing is due. */
    private static final long NAP_MILLIS = 1;

    private final LoadSettings settings;
    private final Selector selector = Selector.open();
    private final List<Publishing> clients = new ArrayList<>();
    private final @Nullable Subscribing subscriber;
    private final Histogram acknowledge = Micros.histogram();

    private long countFrom = Long.MAX_VALUE;
    private long countTo = Long.MAX_VALUE;
    private long acknowledged;
    private long sent;
    private long behind;
    private long lastDue;

    private Load(LoadSettings settings) throws IOException, InterruptedException {
        this.settings = settings;
        subscriber =
                settings.watchedConnections() == 0 ? null : new Subscribing(settings, settings.watchedConnections());
        for (int i = 0; i < settings.connections(); i++) {
            clients.add(new Publishing(settings, i, selector, this::acknowledged));
        }
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(CONNECT_SECONDS);
        while (!clients.stream().allMatch(Publishing::isConnected)) {
            if (System.nanoTime() > deadline) {
                throw new IOException("the broker did not take " + settings.connections() + " connections within "
                        + CONNECT_SECONDS + " s");
            }
            turn(NAP_MILLIS);
        }
        if (subscriber != null) {
            subscriber.awaitSubscribed();
        }
    }

    public static void main(String[] arguments) throws Exception {
        try (Load load = new Load(LoadSettings.fromJson(arguments[0]))) {
            System.out.println(load.run().toJson());
        }
    }

    private LoadResult run() throws InterruptedException, IOException {
        long begin = Micros.now();
        countFrom = begin + TimeUnit.MILLISECONDS.toMicros(settings.warmUpMillis());
        countTo = countFrom + TimeUnit.MILLISECONDS.toMicros(settings.millis());
        long processorFrom = 0;
        String failure = "";
        boolean counting = false;
        try {
            for (long now = begin; now < countTo; now = Micros.now()) {
                if (!counting && now >= countFrom) {
                    counting = true;
                    processorFrom = processorNanos();
                    if (subscriber != null) {
                        subscriber.count(true);
                    }
                    System.out.println("counting");
                }
                boolean more = settings.rate() == 0 ? publishAll(now) : publishDue(begin, now);
                turn(more ? 0 : NAP_MILLIS);
            }
        } catch (IOException lost) {
            failure = String.valueOf(lost.getMessage());
        }
        double processor = (processorNanos() - processorFrom) / 1e9;
        if (failure.isEmpty()) {
            failure = drain();
        }
        Histogram late = Micros.histogram();
        if (subscriber != null) {
            subscriber.count(false);
            failure = failure.isEmpty() ? subscriber.failure() : failure;
            late = subscriber.end();
        }
        return new LoadResult(
                sent,
                acknowledged,
                settings.millis() / 1e3,
                processor,
                behind,
                Micros.percentiles(acknowledge),
                Micros.percentiles(late),
                late.getTotalCount(),
                failure);
    }

    /** As much as the windows let out. */
    private boolean publishAll(long now) throws IOException {
        boolean any = false;
        for (Publishing client : clients) {
            while (client.hasRoom()) {
                publish(client, now);
                any = true;
            }
            client.flush();
        }
        return any;
    }

    /** What is due by now, client by client in turn. */
    private boolean publishDue(long begin, long now) throws IOException {
        long total = (now - begin) * settings.rate() / 1_000_000;
        long sentBefore = published;
        int full = 0;
        while (published < total && full < clients.size()) {
            Publishing client = clients.get(turnOf);
            turnOf = turnOf + 1 == clients.size() ? 0 : turnOf + 1;
            if (client.hasRoom()) {
                full = 0;
                publish(client, begin + published * 1_000_000 / settings.rate());
            } else {
                full++;
            }
        }
        behind = total - published;
        for (Publishing client : clients) {
            client.flush();
        }
        return published > sentBefore && published < total;
    }

    private long published;
    private int turnOf;

    /** The time of a message is the identity of its row, so no two have the same. */
    private void publish(Publishing client, long due) {
        lastDue = Math.max(lastDue + 1, due);
        client.publish(lastDue);
        published++;
        if (due >= countFrom) {
            sent++;
        }
    }

    private void acknowledged(long due) {
        long now = Micros.now();
        if (now >= countFrom && now < countTo) {
            acknowledged++;
            if (due >= countFrom) {
                acknowledge.recordValue(Micros.within(now - due));
            }
        }
    }

    private void turn(long millis) throws IOException {
        int ready = millis == 0 ? selector.selectNow() : selector.select(millis);
        if (ready == 0) {
            return;
        }
        for (SelectionKey key : selector.selectedKeys()) {
            Publishing client = (Publishing) key.attachment();
            if (key.isReadable()) {
                client.read();
            }
            client.flush();
        }
        selector.selectedKeys().clear();
    }

    /** What is under way belongs to the measurement's neighbours if it is left behind. */
    private String drain() {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(DRAIN_SECONDS);
        try {
            while (clients.stream().anyMatch(client -> client.waiting() > 0)) {
                if (System.nanoTime() > deadline) {
                    return "some messages were not acknowledged within " + DRAIN_SECONDS + " s";
                }
                turn(NAP_MILLIS);
            }
            return "";
        } catch (IOException lost) {
            return String.valueOf(lost.getMessage());
        }
    }

    private static long processorNanos() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
                ? system.getProcessCpuTime()
                : 0;
    }

    @Override
    public void close() throws IOException {
        for (Publishing client : clients) {
            client.close();
        }
        if (subscriber != null) {
            subscriber.close();
        }
        selector.close();
    }
}
