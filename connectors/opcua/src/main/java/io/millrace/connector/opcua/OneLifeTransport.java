package io.millrace.connector.opcua;

import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.uint;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.structured.CloseSecureChannelRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.RequestHeader;
import org.eclipse.milo.opcua.stack.core.util.EndpointUtil;
import org.eclipse.milo.opcua.stack.core.util.Unit;
import org.eclipse.milo.opcua.stack.transport.client.AbstractUascClientTransport;
import org.eclipse.milo.opcua.stack.transport.client.ClientApplicationContext;
import org.eclipse.milo.opcua.stack.transport.client.tcp.OpcTcpClientTransportConfig;
import org.eclipse.milo.opcua.stack.transport.client.uasc.ClientSecureChannel;
import org.eclipse.milo.opcua.stack.transport.client.uasc.InboundUascResponseHandler.DelegatingUascResponseHandler;
import org.eclipse.milo.opcua.stack.transport.client.uasc.UascClientAcknowledgeHandler;
import org.jspecify.annotations.Nullable;

/**
 * One TCP connection with its secure channel (OPC 10000-6, 6.7). Unlike Milo's own transport it connects once: when the
 * connection is gone every request fails at once, so that nothing asked of a dead session reaches the device by a later
 * one. Thread-safe.
 */
final class OneLifeTransport extends AbstractUascClientTransport {

    private static final Duration FAREWELL = Duration.ofSeconds(1);

    private final OpcTcpClientTransportConfig tcp;
    private final Consumer<@Nullable Throwable> onClosed;

    private volatile CompletableFuture<Channel> channel =
            CompletableFuture.failedFuture(new UaException(StatusCodes.Bad_NotConnected, "not connected"));
    private volatile @Nullable Channel socket;
    private volatile @Nullable Throwable lastError;
    private volatile boolean killed;

    /** @param onClosed hears once, on a network thread, that an open channel has closed, and what the server said */
    OneLifeTransport(SharedThreads.Lease threads, OpcUaSettings settings, Consumer<@Nullable Throwable> onClosed) {
        this(
                OpcTcpClientTransportConfig.newBuilder()
                        .setConnectTimeout(uint(settings.connectTimeout().toMillis()))
                        .setAcknowledgeTimeout(uint(settings.timeout().toMillis()))
                        .setExecutor(threads.network)
                        .setScheduledExecutor(threads.network)
                        .setEventLoop(threads.network)
                        .setWheelTimer(threads.timer)
                        .build(),
                onClosed);
    }

    private OneLifeTransport(OpcTcpClientTransportConfig config, Consumer<@Nullable Throwable> onClosed) {
        super(config);
        this.tcp = config;
        this.onClosed = onClosed;
    }

    @Override
    public OpcTcpClientTransportConfig getConfig() {
        return tcp;
    }

    @Override
    protected CompletableFuture<Channel> getChannel() {
        return channel;
    }

    boolean isOpen() {
        Channel now = channel.isCompletedExceptionally() ? null : channel.getNow(null);
        return now != null && now.isActive();
    }

    /** Resolves the host on the calling thread, then connects. */
    @Override
    public CompletableFuture<Unit> connect(ClientApplicationContext application) {
        String url = Objects.requireNonNull(application.getEndpoint().getEndpointUrl());
        InetSocketAddress address =
                new InetSocketAddress(Objects.requireNonNull(EndpointUtil.getHost(url)), EndpointUtil.getPort(url));
        CompletableFuture<ClientSecureChannel> handshake = new CompletableFuture<>();
        CompletableFuture<Channel> opened = handshake.thenApply(ClientSecureChannel::getChannel);
        channel = opened;
        if (address.isUnresolved()) {
            handshake.completeExceptionally(new UnknownHostException(address.getHostString()));
            return opened.thenApply(c -> Unit.VALUE);
        }
        ChannelFuture connecting = new Bootstrap()
                .channel(NioSocketChannel.class)
                .group(tcp.getEventLoop())
                .option(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
                .option(
                        ChannelOption.CONNECT_TIMEOUT_MILLIS,
                        tcp.getConnectTimeout().intValue())
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.SO_KEEPALIVE, true)
                .handler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel fresh) {
                        fresh.pipeline()
                                .addLast(new DelegatingUascResponseHandler(OneLifeTransport.this))
                                .addLast(new UascClientAcknowledgeHandler(
                                        tcp, application, requestId::getAndIncrement, handshake));
                    }
                })
                .connect(address);
        socket = connecting.channel();
        connecting.addListener(connected -> {
            if (!connected.isSuccess()) {
                handshake.completeExceptionally(connected.cause());
            } else if (killed) {
                var unused = connecting.channel().close();
            }
        });
        connecting.channel().closeFuture().addListener(closed -> {
            boolean wasOpen = opened.isDone() && !opened.isCompletedExceptionally();
            handshake.completeExceptionally(whyNotOpen(connecting));
            if (wasOpen) {
                onClosed.accept(lastError);
            }
        });
        return opened.thenApply(c -> Unit.VALUE);
    }

    /**
     * Why a channel closed before it was open. Netty closes a channel that could not be connected, and tells of the
     * closing and of the failure in no fixed order; the failure itself is known before either.
     */
    private Throwable whyNotOpen(ChannelFuture connecting) {
        Throwable failure = connecting.cause();
        if (failure != null) {
            return failure;
        }
        Throwable said = lastError;
        return said != null ? said : new UaException(StatusCodes.Bad_ConnectionClosed, "connection closed");
    }

    @Override
    public void handleChannelError(UaException exception) {
        lastError = exception;
        super.handleChannelError(exception);
    }

    /** Says goodbye and closes; a server that does not listen is given a second. */
    @Override
    public CompletableFuture<Unit> disconnect() {
        Channel now = socket;
        if (now == null || !isOpen()) {
            kill();
            return CompletableFuture.completedFuture(Unit.VALUE);
        }
        CompletableFuture<Unit> done = new CompletableFuture<>();
        now.closeFuture().addListener(closed -> done.complete(Unit.VALUE));
        RequestHeader header =
                new RequestHeader(NodeId.NULL_VALUE, DateTime.now(), uint(0), uint(0), null, uint(0), null);
        now.pipeline().fireUserEventTriggered(new CloseSecureChannelRequest(header));
        var unused = now.eventLoop().schedule(this::kill, FAREWELL.toMillis(), TimeUnit.MILLISECONDS);
        return done;
    }

    /** Closes at once. Every request under way fails. */
    void kill() {
        killed = true;
        Channel now = socket;
        if (now != null) {
            var unused = now.close();
        }
    }
}
