package io.millrace.connector.modbus;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** A device that answers as no decent one would: a function from the bytes of a frame to the bytes sent back. */
final class ScriptedDevice implements AutoCloseable {

    private final ServerSocket listener;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final Function<byte[], byte[]> script;

    /** @param script null as the answer hangs up; no bytes are silence */
    ScriptedDevice(Function<byte[], byte[]> script) throws IOException {
        this.script = script;
        this.listener = new ServerSocket(0, 20, InetAddress.getByName("127.0.0.1"));
        start("scripted-device", this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                sockets.add(socket);
                start("scripted-device-connection", () -> serve(socket));
            } catch (SocketException closed) {
                return;
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            DataInputStream in = new DataInputStream(socket.getInputStream());
            while (true) {
                byte[] head = in.readNBytes(6);
                if (head.length < 6) {
                    return;
                }
                byte[] body = in.readNBytes((head[4] & 0xFF) << 8 | (head[5] & 0xFF));
                byte[] frame = new byte[6 + body.length];
                System.arraycopy(head, 0, frame, 0, 6);
                System.arraycopy(body, 0, frame, 6, body.length);
                byte[] answer = script.apply(frame);
                if (answer == null) {
                    return;
                }
                socket.getOutputStream().write(answer);
                socket.getOutputStream().flush();
            }
        } catch (IOException ended) {
            // The test is over, or the connector hung up: both are fine.
        }
    }

    private static void start(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    /** A frame that answers another with this PDU. */
    static byte[] frame(byte[] request, int... pdu) {
        byte[] answer = new byte[7 + pdu.length];
        System.arraycopy(request, 0, answer, 0, 7);
        answer[4] = (byte) ((pdu.length + 1) >> 8);
        answer[5] = (byte) (pdu.length + 1);
        for (int i = 0; i < pdu.length; i++) {
            answer[7 + i] = (byte) pdu[i];
        }
        return answer;
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
