package io.millrace.prove.stage;

import io.millrace.stage.StageException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A cable that can be cut: passes TCP connections on to another port of this machine. Thread-safe. Two threads for each
 * connection.
 */
final class CuttingProxy implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(CuttingProxy.class);
    private static final int BUFFER = 16 << 10;
    private static final int CONNECT_MILLIS = 2_000;

    private final ServerSocket listener;
    private final int target;
    private final Set<Link> links = ConcurrentHashMap.newKeySet();
    private volatile boolean swallowing;

    private CuttingProxy(ServerSocket listener, int target) {
        this.listener = listener;
        this.target = target;
    }

    /** Listens on a free port. */
    static CuttingProxy to(int target) {
        try {
            ServerSocket listener = new ServerSocket(0, 64, InetAddress.getLoopbackAddress());
            CuttingProxy proxy = new CuttingProxy(listener, target);
            start("proxy-accept", proxy::accept);
            return proxy;
        } catch (IOException failed) {
            throw new StageException("The proxy cannot listen: " + failed.getMessage(), failed);
        }
    }

    int port() {
        return listener.getLocalPort();
    }

    /** Resets every connection: what is under way in them is gone. */
    void cut() {
        links.forEach(Link::cut);
    }

    /** While this is on, what the target answers does not arrive, and is gone when it is switched off. */
    void swallowAnswers(boolean on) {
        swallowing = on;
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                start("proxy-link", () -> link(client));
            } catch (IOException closedOrRefused) {
                log.atDebug().setCause(closedOrRefused).log("the proxy accepted nothing");
            }
        }
    }

    private void link(Socket client) {
        Socket server = new Socket();
        Link link = new Link(client, server);
        links.add(link);
        try {
            server.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), target), CONNECT_MILLIS);
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            start("proxy-answers", () -> pump(link, server, client, true));
            pump(link, client, server, false);
        } catch (IOException away) {
            link.cut();
        } finally {
            links.remove(link);
        }
    }

    private void pump(Link link, Socket from, Socket to, boolean answers) {
        byte[] buffer = new byte[BUFFER];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                if (answers && swallowing) {
                    link.broken = true;
                }
                // What follows a hole is no answer any more: this connection only waits to be cut.
                if (!(answers && link.broken)) {
                    out.write(buffer, 0, read);
                }
            }
        } catch (IOException ended) {
            log.atTrace().setCause(ended).log("a connection ended");
        } finally {
            link.cut();
        }
    }

    private static void start(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException harmless) {
            log.atDebug().setCause(harmless).log("the proxy's listener did not close");
        }
        cut();
    }

    private static final class Link {
        private final Socket client;
        private final Socket server;
        private volatile boolean broken;

        Link(Socket client, Socket server) {
            this.client = client;
            this.server = server;
        }

        void cut() {
            reset(client);
            reset(server);
        }

        private static void reset(Socket socket) {
            try {
                if (!socket.isClosed()) {
                    socket.setSoLinger(true, 0);
                }
                socket.close();
            } catch (IOException alreadyGone) {
                log.atTrace().setCause(alreadyGone).log("a socket was gone already");
            }
        }
    }
}
