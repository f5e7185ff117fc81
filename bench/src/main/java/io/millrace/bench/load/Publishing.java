package io.millrace.bench.load;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/** One publishing client. Used by one thread. */
final class Publishing {

    private static final int OUT_BYTES = 64 << 10;
    private static final int PACKET_IDS = 32_768;

    /** Hears of the end of a message; with QoS 0 when it was written. */
    @FunctionalInterface
    interface Acknowledged {
        void message(long dueMicros);
    }

    private final LoadSettings settings;
    private final SocketChannel channel;
    private final SelectionKey key;
    private final Acknowledged acknowledged;
    private final int topics;
    /** By the number of digits of the topic: a million topics take no more memory, and no more time, than ten. */
    private final byte[][] publishes;

    private final int longest;
    private final PacketReader reader = new PacketReader();
    private final ByteBuffer out = ByteBuffer.allocateDirect(OUT_BYTES);
    /** By packet identifier: when the message was due. */
    private final long[] due = new long[PACKET_IDS];

    private int nextTopic;
    private int nextPacketId = 1;
    private int waiting;
    private int value;
    private boolean connected;

    Publishing(LoadSettings settings, int number, Selector selector, Acknowledged acknowledged) throws IOException {
        this.settings = settings;
        this.acknowledged = acknowledged;
        topics = settings.topics() / settings.connections();
        publishes = new byte[digits(topics - 1)][];
        for (int i = 0; i < publishes.length; i++) {
            publishes[i] =
                    Packets.publish(settings.connectionPrefix(number) + "/t" + "0".repeat(i + 1), settings.qos());
        }
        longest = publishes[publishes.length - 1].length;
        channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), settings.port()));
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.configureBlocking(false);
        key = channel.register(selector, SelectionKey.OP_READ, this);
        out.put(Packets.connect("bench-" + number));
        flush();
    }

    boolean isConnected() {
        return connected;
    }

    int waiting() {
        return waiting;
    }

    /** Whether a further message may go out now. */
    boolean hasRoom() {
        // and the releases of QoS 2 need theirs
        return waiting < settings.window() && out.remaining() >= longest + 4 * settings.window();
    }

    /** Puts the next message into the buffer. */
    void publish(long dueMicros) {
        int digits = digits(nextTopic);
        byte[] packet = publishes[digits - 1];
        Packets.fillTopic(packet, settings.qos(), digits, nextTopic);
        nextTopic = nextTopic + 1 == topics ? 0 : nextTopic + 1;
        Packets.fill(packet, settings.qos(), nextPacketId, dueMicros, value++ & 0x7FFFFFF);
        out.put(packet);
        if (settings.qos() == 0) {
            acknowledged.message(dueMicros);
            return;
        }
        due[nextPacketId] = dueMicros;
        nextPacketId = nextPacketId + 1 == PACKET_IDS ? 1 : nextPacketId + 1;
        waiting++;
    }

    private static int digits(int number) {
        int digits = 1;
        for (int rest = number / 10; rest > 0; rest /= 10) {
            digits++;
        }
        return digits;
    }

    /** Writes what the socket takes. */
    void flush() throws IOException {
        if (out.position() == 0) {
            return;
        }
        out.flip();
        channel.write(out);
        boolean rest = out.hasRemaining();
        out.compact();
        int wanted = rest ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ;
        if (key.interestOps() != wanted) {
            key.interestOps(wanted);
        }
    }

    /** Reads what is there. */
    void read() throws IOException {
        if (!reader.read(channel, this::packet)) {
            throw new IOException("the broker closed the connection");
        }
    }

    private void packet(int type, byte[] bytes, int from, int to) throws IOException {
        switch (type) {
            case Packets.PUBACK, Packets.PUBCOMP -> {
                waiting--;
                acknowledged.message(due[packetId(bytes, from)]);
            }
            case Packets.PUBREC -> {
                if (out.remaining() < 4) {
                    flush();
                }
                out.put(Packets.release(packetId(bytes, from)));
            }
            case Packets.CONNACK -> {
                if (bytes[from + 1] != 0) {
                    throw new IOException("the broker refused the connection with code " + bytes[from + 1]);
                }
                connected = true;
            }
            default -> throw new IOException("an unexpected packet of type " + type);
        }
    }

    private static int packetId(byte[] bytes, int from) {
        return (bytes[from] & 0xFF) << 8 | bytes[from + 1] & 0xFF;
    }

    void close() throws IOException {
        channel.close();
    }
}
