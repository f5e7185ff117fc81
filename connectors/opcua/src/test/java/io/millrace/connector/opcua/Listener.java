package io.millrace.connector.opcua;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A port that is no OPC UA server: it treats everyone who connects in one way. */
final class Listener implements AutoCloseable {

    /** What happens to one who connects, on a thread of the listener; the socket stays open afterwards. */
    interface Manners {
        void receive(Socket guest) throws IOException;
    }

    private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
    private final List<Socket> guests = new CopyOnWriteArrayList<>();
    private final Manners manners;

    Listener(Manners manners) throws IOException {
        this.manners = manners;
        Thread thread = new Thread(this::serve, "listener");
        thread.setDaemon(true);
        thread.start();
    }

    int port() {
        return listener.getLocalPort();
    }

    private void serve() {
        while (!listener.isClosed()) {
            try {
                Socket guest = listener.accept();
                guests.add(guest);
                manners.receive(guest);
            } catch (IOException gone) {
                continue; // a guest that left, or the end
            }
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket guest : guests) {
            guest.close();
        }
    }
}
