package io.millrace.connector.modbus;

import com.digitalpetri.modbus.MbapHeader;
import com.digitalpetri.modbus.ModbusTcpFrame;
import com.digitalpetri.modbus.pdu.ModbusRequestPdu;
import com.digitalpetri.modbus.tcp.ModbusTcpCodec;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One TCP connection, dialled once. Keeps as many requests in flight as the device allows and the others in a bounded
 * queue; nothing waits for a second connection. Lives on its event loop: every method is called there and calls back
 * there.
 */
final class Link {

    static final int MAX_QUEUED = 2_000;

    /** Hears what becomes of the link. */
    interface Owner {

        void opened(Link link);

        /** It could not be dialled, or it broke; not said when the owner closed it. */
        void ended(Link link, String reason);

        /** The unit answered something. */
        void answered(int unit);

        /** The unit kept silent for the time-out. */
        void unanswered(Link link, int unit);
    }

    private final EventLoop loop;
    private final ModbusSettings settings;
    private final Owner owner;
    private final Deque<Exchange> queue = new ArrayDeque<>();
    private final Map<Integer, Exchange> inFlight = new HashMap<>();

    private @Nullable Channel channel;
    private boolean open;
    private boolean ended;
    private int lastTransaction;
    private long lastUse = System.nanoTime();
    private @Nullable Throwable fault;

    Link(EventLoop loop, ModbusSettings settings, Owner owner) {
        this.loop = loop;
        this.settings = settings;
        this.owner = owner;
    }

    private static final class Exchange {

        private final int unit;
        private final ModbusRequestPdu request;
        private final Consumer<Answer> then;
        private @Nullable Future<?> timeout;

        Exchange(int unit, ModbusRequestPdu request, Consumer<Answer> then) {
            this.unit = unit;
            this.request = request;
            this.then = then;
        }

        void end(Answer answer) {
            if (timeout != null) {
                timeout.cancel(false);
            }
            then.accept(answer);
        }
    }

    void dial() {
        new Bootstrap()
                .group(loop)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int)
                        settings.connectTimeout().toMillis())
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.SO_KEEPALIVE, true)
                .handler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel made) {
                        made.pipeline().addLast(new ModbusTcpCodec(), new Receiver());
                    }
                })
                .connect(settings.host(), settings.port())
                .addListener((ChannelFutureListener) dialled -> {
                    if (ended) {
                        var unused = dialled.channel().close();
                    } else if (dialled.isSuccess()) {
                        begin(dialled.channel());
                    } else {
                        end(Sentences.cannotConnect(settings, dialled.cause()));
                    }
                });
    }

    boolean isEnded() {
        return ended;
    }

    boolean isOpen() {
        return open && !ended;
    }

    /**
     * Sends a request when its turn comes.
     *
     * @param urgent goes before all that wait
     * @param then hears of the end, once
     */
    void send(int unit, ModbusRequestPdu request, boolean urgent, Consumer<Answer> then) {
        Exchange exchange = new Exchange(unit, request, then);
        if (ended) {
            exchange.end(new Answer.None(false, false, Sentences.notConnected(settings)));
        } else if (queue.size() >= MAX_QUEUED) {
            exchange.end(new Answer.None(false, false, Sentences.tooMuchAsked(settings, queue.size())));
        } else {
            if (urgent) {
                queue.addFirst(exchange);
            } else {
                queue.addLast(exchange);
            }
            pump();
        }
    }

    /** Ends it without telling the owner; whoever waits hears the reason. */
    void close(String reason) {
        if (ended) {
            return;
        }
        ended = true;
        if (channel != null) {
            var unused = channel.close();
        }
        List<Exchange> sent = new ArrayList<>(inFlight.values());
        List<Exchange> unsent = new ArrayList<>(queue);
        inFlight.clear();
        queue.clear();
        sent.forEach(exchange -> exchange.end(new Answer.None(true, false, reason)));
        unsent.forEach(exchange -> exchange.end(new Answer.None(false, false, reason)));
    }

    private void begin(Channel dialled) {
        channel = dialled;
        open = true;
        lastUse = System.nanoTime();
        owner.opened(this);
        if (!settings.idle().isZero()) {
            awaitIdle(settings.idle().toNanos());
        }
        pump();
    }

    private void end(String reason) {
        if (!ended) {
            close(reason);
            owner.ended(this, reason);
        }
    }

    private void pump() {
        while (isOpen() && inFlight.size() < settings.maxInFlight()) {
            Exchange next = queue.pollFirst();
            if (next == null) {
                return;
            }
            transmit(next);
        }
    }

    private void transmit(Exchange exchange) {
        Channel to = channel;
        if (to == null) {
            throw new IllegalStateException("an open link has a channel");
        }
        int transaction = nextTransaction();
        inFlight.put(transaction, exchange);
        lastUse = System.nanoTime();
        exchange.timeout =
                loop.schedule(() -> timedOut(transaction), settings.timeout().toNanos(), TimeUnit.NANOSECONDS);
        var pdu = Frames.encode(exchange.request);
        MbapHeader header = new MbapHeader(transaction, 0, 1 + pdu.remaining(), exchange.unit);
        to.writeAndFlush(new ModbusTcpFrame(header, pdu)).addListener((ChannelFutureListener) written -> {
            if (!written.isSuccess()) {
                end(Sentences.broken(settings, written.cause()));
            }
        });
    }

    private int nextTransaction() {
        do {
            lastTransaction = (lastTransaction + 1) & 0xFFFF;
        } while (inFlight.containsKey(lastTransaction));
        return lastTransaction;
    }

    private void timedOut(int transaction) {
        Exchange exchange = inFlight.remove(transaction);
        if (exchange != null) {
            owner.unanswered(this, exchange.unit);
            exchange.end(new Answer.None(true, true, Sentences.silent(settings, exchange.unit)));
            pump();
        }
    }

    private void received(ModbusTcpFrame frame) {
        Exchange exchange = inFlight.remove(frame.header().transactionId());
        if (exchange == null) {
            // The answer to a request whose time is over.
            return;
        }
        lastUse = System.nanoTime();
        owner.answered(exchange.unit);
        exchange.end(Frames.answer(exchange.request.getFunctionCode(), frame.pdu()));
        pump();
    }

    private void awaitIdle(long nanos) {
        var unused = loop.schedule(
                () -> {
                    long unusedFor = System.nanoTime() - lastUse;
                    boolean busy = !inFlight.isEmpty() || !queue.isEmpty();
                    long left = settings.idle().toNanos() - unusedFor;
                    if (ended) {
                        return;
                    } else if (busy || left > 0) {
                        awaitIdle(busy ? settings.idle().toNanos() : left);
                    } else {
                        close("The connection was not used.");
                    }
                },
                nanos,
                TimeUnit.NANOSECONDS);
    }

    private final class Receiver extends SimpleChannelInboundHandler<ModbusTcpFrame> {

        @Override
        protected void channelRead0(ChannelHandlerContext context, ModbusTcpFrame frame) {
            received(frame);
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            end(fault == null ? Sentences.hungUp(settings) : Sentences.broken(settings, fault));
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            fault = cause;
            var unused = context.close();
        }
    }
}
