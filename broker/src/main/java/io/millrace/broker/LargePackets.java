package io.millrace.broker;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands before HiveMQ's decoder and lets large packets in by turns. The decoder gathers what has come of a packet in
 * direct memory, which is small and which the log needs too; a few dozen clients with ten megabytes each would exhaust
 * it. So the length is read from the fixed header (MQTT 5.0, 2.1), room for the whole packet is reserved among all
 * connections, and only then it is read, on the heap; a client without room is not read from until it has its turn. The
 * room is given back when the gate has the message. Small packets pass untouched.
 *
 * <p>Over WebSocket this stands behind the codec of frames, which gathers a whole frame first: there the bound holds for
 * packets cut into frames, not for one frame as large as its packet.
 *
 * <p>All state belongs to the event loop of the connection.
 */
final class LargePackets extends ChannelDuplexHandler implements Intake.Waiting {

    /**
     * @param largerThan bytes; smaller packets pass
     * @param largest bytes; a larger one is HiveMQ's to refuse
     * @param room for the packets of all connections that are on their way
     * @param patience a client that holds room has to send something worth it in this time
     */
    record Limits(int largerThan, int largest, Intake room, Duration patience) {

        private static final int LARGER_THAN = 64 * 1_024;
        private static final long ROOM = 24L * 1_024 * 1_024;
        private static final Duration PATIENCE = Duration.ofSeconds(30);

        static Limits of(int largest) {
            return new Limits(LARGER_THAN, largest, new Intake(Long.MAX_VALUE, ROOM), PATIENCE);
        }
    }

    /** Gives each connection that a listener accepts its own. */
    static final class Acceptor extends ChannelInboundHandlerAdapter {
        private final Limits limits;

        Acceptor(Limits limits) {
            this.limits = limits;
        }

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object accepted) {
            ((Channel) accepted).pipeline().addLast(new LargePackets(limits));
            ctx.fireChannelRead(accepted);
        }
    }

    private static final Logger log = LoggerFactory.getLogger(Broker.class);
    private static final int LEAST_IN_TIME = 128 * 1_024;
    private static final int LONGEST_HEADER = 5;

    private final Limits limits;

    /** What was read before it was known that there is no room. */
    private final Queue<ByteBuf> parked = new ArrayDeque<>();

    /** The fixed header as far as it has come. */
    private final byte[] header = new byte[LONGEST_HEADER];

    private int headerBytes;

    /** Bytes of a small packet that are still to come, and to pass. */
    private long toPass;

    /** Of the large packet, with its header; 0 when there is none. */
    private int wanted;

    private int reserved;
    private @Nullable ByteBuf packet;
    private boolean blocked;
    private int atLastLook;
    private @Nullable ChannelHandlerContext context;

    LargePackets(Limits limits) {
        this.limits = limits;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (!(message instanceof ByteBuf bytes)) {
            ctx.fireChannelRead(message);
            return;
        }
        if (blocked) {
            parked.add(bytes);
            return;
        }
        take(ctx, bytes);
    }

    /** Passes on what may pass. The rest is gathered, or parked. */
    private void take(ChannelHandlerContext ctx, ByteBuf bytes) {
        int from = bytes.readerIndex();
        int at = from;
        while (at < bytes.writerIndex()) {
            if (toPass > 0) {
                long passing = Math.min(toPass, bytes.writerIndex() - at);
                toPass -= passing;
                at += (int) passing;
            } else if (wanted > 0) {
                pass(ctx, bytes, at - from);
                if (!gather(ctx, bytes)) {
                    return;
                }
                from = bytes.readerIndex();
                at = from;
            } else {
                int start = at;
                int before = headerBytes;
                while (at < bytes.writerIndex() && !readHeader(bytes.getByte(at++))) {
                    // the next byte
                }
                if (wanted > 0 || toPass == 0 && headerBytes > 0) {
                    pass(ctx, bytes, start - from);
                    bytes.skipBytes(at - start); // kept in the header
                    from = at;
                } else if (before > 0) {
                    ctx.fireChannelRead(Unpooled.copiedBuffer(header, 0, before));
                }
            }
        }
        if (bytes.isReadable()) {
            ctx.fireChannelRead(bytes);
        } else {
            bytes.release();
        }
    }

    private static void pass(ChannelHandlerContext ctx, ByteBuf bytes, int count) {
        if (count > 0) {
            ctx.fireChannelRead(bytes.readRetainedSlice(count));
        }
    }

    /** Whether it is complete, and so what follows is known. */
    private boolean readHeader(byte next) {
        header[headerBytes++] = next;
        if (headerBytes == 1) {
            return false;
        }
        if (next < 0) {
            if (headerBytes == LONGEST_HEADER) {
                headerBytes = 0;
                toPass = Long.MAX_VALUE; // malformed, and HiveMQ's to refuse
                return true;
            }
            return false;
        }
        int length = 0;
        for (int i = headerBytes - 1; i > 0; i--) {
            length = length << 7 | header[i] & 0x7f;
        }
        long size = (long) headerBytes + length;
        if (size > limits.largest()) {
            headerBytes = 0;
            toPass = Long.MAX_VALUE;
        } else if (size > limits.largerThan()) {
            wanted = (int) size;
        } else {
            headerBytes = 0;
            toPass = length;
        }
        return true;
    }

    /** Whether to go on; else the bytes are parked. */
    private boolean gather(ChannelHandlerContext ctx, ByteBuf bytes) {
        ByteBuf target = packet;
        if (target == null) {
            if (reserved > 0 || !limits.room().tryEnter(wanted, this)) {
                block(ctx, bytes);
                return false;
            }
            reserved = wanted;
            target = Unpooled.buffer(wanted, wanted).writeBytes(header, 0, headerBytes);
            packet = target;
            headerBytes = 0;
            watch(ctx, target);
        }
        target.writeBytes(bytes, Math.min(bytes.readableBytes(), target.writableBytes()));
        if (!target.isWritable()) {
            packet = null;
            wanted = 0;
            ctx.fireChannelRead(target);
            GateHandler gate = ctx.pipeline().get(GateHandler.class);
            if (gate == null || !gate.hasWaiting()) {
                letGo();
            }
        }
        return true;
    }

    private void block(ChannelHandlerContext ctx, ByteBuf bytes) {
        blocked = true;
        parked.add(bytes);
        ctx.channel().config().setAutoRead(false);
    }

    /** The gate has what came last; called on the event loop. */
    void letGo() {
        if (reserved > 0 && packet == null) {
            limits.room().leave(reserved);
            reserved = 0;
            if (blocked) {
                wake();
            }
        }
    }

    /** On any thread. */
    @Override
    public void wake() {
        ChannelHandlerContext ctx = context;
        if (ctx != null) {
            GateContext.execute(ctx.executor(), () -> resume(ctx));
        }
    }

    private void resume(ChannelHandlerContext ctx) {
        if (!blocked) {
            return;
        }
        blocked = false;
        for (ByteBuf next = parked.poll(); next != null; next = parked.poll()) {
            take(ctx, next);
            if (blocked) {
                return;
            }
        }
        ctx.channel().config().setAutoRead(true);
        ctx.channel().read(); // through the gate, which may have reasons of its own not to
    }

    /** Whoever switches reading on: not while this client has no turn. */
    @Override
    public void read(ChannelHandlerContext ctx) {
        if (!blocked) {
            ctx.read();
        }
    }

    /** Who holds room and does not use it keeps the others waiting. */
    private void watch(ChannelHandlerContext ctx, ByteBuf watched) {
        atLastLook = watched.writerIndex();
        ctx.executor()
                .schedule(
                        () -> {
                            if (packet != watched) {
                                return;
                            }
                            if (watched.writerIndex() - atLastLook < LEAST_IN_TIME) {
                                log.atWarn()
                                        .addKeyValue("address", ctx.channel().remoteAddress())
                                        .addKeyValue("bytes", watched.writerIndex())
                                        .addKeyValue("of", watched.capacity())
                                        .log("an MQTT client was disconnected: it began a large message and did"
                                                + " not go on. Check its network.");
                                ctx.close();
                            } else {
                                watch(ctx, watched);
                            }
                        },
                        limits.patience().toMillis(),
                        TimeUnit.MILLISECONDS);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        release();
        ctx.fireChannelInactive();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        release();
    }

    private void release() {
        blocked = false;
        toPass = Long.MAX_VALUE; // nothing begins any more
        wanted = 0;
        if (packet != null) {
            packet.release();
            packet = null;
        }
        for (ByteBuf one = parked.poll(); one != null; one = parked.poll()) {
            one.release();
        }
        limits.room().forget(this);
        letGo();
    }
}
