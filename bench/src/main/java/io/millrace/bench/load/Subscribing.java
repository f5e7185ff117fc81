package io.millrace.bench.load;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** A subscriber on a thread of its own that notes how old each message is when it comes. */
final class Subscribing implements AutoCloseable {

    private static final long SUBSCRIBE_SECONDS = 10;

    private final SocketChannel channel;
    private final Thread thread;
    private final CountDownLatch subscribed;
    private final Histogram late = Micros.histogram();
    private volatile boolean counting;
    private volatile boolean closed;
    private volatile String failure = "";

    /** @param connections the connections, from the first on, whose messages it takes */
    Subscribing(LoadSettings settings, int connections) throws IOException {
        subscribed = new CountDownLatch(connections);
        channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), settings.port()));
        channel.write(ByteBuffer.wrap(Packets.connect("bench-subscriber")));
        for (int i = 0; i < connections; i++) {
            channel.write(ByteBuffer.wrap(Packets.subscribe(settings.connectionPrefix(i) + "/#")));
        }
        thread = new Thread(this::run, "subscriber");
        thread.setDaemon(true);
        thread.start();
    }

    void awaitSubscribed() throws IOException, InterruptedException {
        if (!subscribed.await(SUBSCRIBE_SECONDS, TimeUnit.SECONDS)) {
            throw new IOException("the broker did not take the subscription within " + SUBSCRIBE_SECONDS + " s");
        }
    }

    private void run() {
        PacketReader reader = new PacketReader();
        try {
            while (reader.read(channel, this::packet)) {
                // until the other side is gone
            }
        } catch (IOException lost) {
            failure = closed ? "" : "the subscriber lost its connection: " + lost.getMessage();
        }
    }

    private void packet(int type, byte[] bytes, int from, int to) {
        if (type == Packets.PUBLISH && counting) {
            late.recordValue(Micros.within(Micros.now() - Packets.micros(bytes, to)));
        } else if (type == Packets.SUBACK) {
            subscribed.countDown();
        }
    }

    void count(boolean on) {
        counting = on;
    }

    String failure() {
        return failure;
    }

    /** Ends it; only then the histogram may be read. */
    Histogram end() throws IOException, InterruptedException {
        close();
        thread.join(TimeUnit.SECONDS.toMillis(SUBSCRIBE_SECONDS));
        return late;
    }

    @Override
    public void close() throws IOException {
        closed = true;
        channel.close();
    }
}
