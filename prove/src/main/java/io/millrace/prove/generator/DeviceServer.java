package io.millrace.prove.generator;

import com.digitalpetri.modbus.server.ModbusTcpServer;
import com.digitalpetri.modbus.tcp.server.NettyTcpServerTransport;
import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;

/** Puts the device on a port of this machine. */
final class DeviceServer {

    private static final int ATTEMPTS = 50;
    private static final long PAUSE_MILLIS = 100;

    private DeviceServer() {}

    /** Serves until the process ends. A predecessor that was just killed may hold the port for a moment. */
    static void start(Device device, int port, ExecutorService threads) throws IOException, InterruptedException {
        for (int attempt = 1; ; attempt++) {
            try {
                NettyTcpServerTransport transport = NettyTcpServerTransport.create(config -> {
                    config.setBindAddress("127.0.0.1");
                    config.setPort(port);
                    config.setExecutor(threads);
                });
                ModbusTcpServer.create(transport, device).start();
                return;
            } catch (ExecutionException failed) {
                if (attempt == ATTEMPTS) {
                    throw new IOException("The device cannot listen on port " + port + ".", failed.getCause());
                }
                Thread.sleep(PAUSE_MILLIS);
            }
        }
    }
}
