package io.millrace.demo.modbus;

import com.digitalpetri.modbus.server.ModbusTcpServer;
import com.digitalpetri.modbus.tcp.server.NettyTcpServerTransport;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoopGroup;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A Modbus TCP server for one device, on threads that others own. Thread-safe. */
public final class ModbusServer implements AutoCloseable {

    private static final long STOP_MILLIS = 500;

    private final NettyTcpServerTransport transport;
    private final int port;

    private ModbusServer(NettyTcpServerTransport transport, int port) {
        this.transport = transport;
        this.port = port;
    }

    /**
     * Binds and serves.
     *
     * @param port 0 for any free one
     * @throws IOException when the port cannot be bound
     */
    public static ModbusServer start(
            ModbusDevice device, String host, int port, EventLoopGroup eventLoop, ExecutorService executor)
            throws IOException {
        Listener listener = new Listener();
        NettyTcpServerTransport transport = NettyTcpServerTransport.create(config -> {
            config.setBindAddress(host);
            config.setPort(port);
            config.setEventLoopGroup(eventLoop);
            config.setExecutor(executor);
            config.setBootstrapCustomizer(bootstrap -> bootstrap.handler(listener));
        });
        try {
            ModbusTcpServer.create(transport, new DeviceServices(device)).start();
        } catch (ExecutionException failure) {
            throw failure.getCause() instanceof IOException cause ? cause : new IOException(failure.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while binding", interrupted);
        }
        return new ModbusServer(transport, listener.port());
    }

    public int port() {
        return port;
    }

    /** Stops listening and closes the connections of clients. */
    @Override
    public void close() {
        try {
            transport.unbind().toCompletableFuture().get(STOP_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException ignored) {
            // The event loop is shut down next, which closes whatever is left.
        }
    }

    /** Remembers the listening channel, because the transport does not tell which port it got. */
    private static final class Listener extends ChannelInboundHandlerAdapter {
        private volatile @Nullable Channel channel;

        @Override
        public void handlerAdded(ChannelHandlerContext context) {
            channel = context.channel();
        }

        int port() {
            Channel bound = channel;
            return bound != null && bound.localAddress() instanceof InetSocketAddress address ? address.getPort() : 0;
        }
    }
}
