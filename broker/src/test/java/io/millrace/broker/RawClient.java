package io.millrace.broker;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** MQTT 3.1.1 byte by byte, for what well-behaved clients do not do: repeat, choose identifiers, break off. */
final class RawClient implements AutoCloseable {

    static final int PUBACK = 4;
    static final int PUBREC = 5;
    static final int PUBCOMP = 7;

    /** Type 0 stands for: the broker closed the connection. */
    record Packet(int type, int packetId) {}

    private final Socket socket;
    private final DataInputStream in;
    private final DataOutputStream out;

    private RawClient(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new DataInputStream(socket.getInputStream());
        this.out = new DataOutputStream(socket.getOutputStream());
        socket.setSoTimeout(10_000);
    }

    static RawClient connect(int port, String clientId) throws IOException {
        return connect(port, clientId, true, null, null, null);
    }

    static RawClient connect(Broker broker, String clientId, boolean cleanSession) throws IOException {
        return connect(broker, clientId, cleanSession, null, null, null);
    }

    static RawClient connect(
            Broker broker,
            String clientId,
            boolean cleanSession,
            @Nullable String user,
            @Nullable String password,
            @Nullable String willTopic)
            throws IOException {
        return connect(Clients.port(broker), clientId, cleanSession, user, password, willTopic);
    }

    private static RawClient connect(
            int port,
            String clientId,
            boolean cleanSession,
            @Nullable String user,
            @Nullable String password,
            @Nullable String willTopic)
            throws IOException {
        RawClient client = new RawClient(new Socket(InetAddress.getLoopbackAddress(), port));
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        DataOutputStream data = new DataOutputStream(body);
        data.writeUTF("MQTT");
        data.writeByte(4);
        data.writeByte((cleanSession ? 2 : 0)
                | (willTopic == null ? 0 : 4 | 8)
                | (password == null ? 0 : 64)
                | (user == null ? 0 : 128));
        data.writeShort(0);
        data.writeUTF(clientId);
        if (willTopic != null) {
            data.writeUTF(willTopic);
            data.writeUTF("gone");
        }
        if (user != null) {
            data.writeUTF(user);
        }
        if (password != null) {
            data.writeUTF(password);
        }
        client.send(0x10, body.toByteArray());
        Packet connack = client.readPacket();
        if (connack.type() != 2 || (connack.packetId() & 0xff) != 0) {
            client.close();
            throw new IOException("refused: " + connack);
        }
        return client;
    }

    void publish(String topic, byte[] payload, int qos, int packetId, boolean duplicate) throws IOException {
        out.write(publishPacket(topic, payload, qos, packetId, duplicate));
        out.flush();
    }

    /** Bytes that leave in one go, as far as that can be said. */
    void sendBytes(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
    }

    static byte[] publishPacket(String topic, byte[] payload, int qos, int packetId, boolean duplicate)
            throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        DataOutputStream data = new DataOutputStream(body);
        byte[] name = topic.getBytes(StandardCharsets.UTF_8);
        data.writeShort(name.length);
        data.write(name);
        if (qos > 0) {
            data.writeShort(packetId);
        }
        data.write(payload);
        return packet(0x30 | (duplicate ? 8 : 0) | qos << 1, body.toByteArray());
    }

    void pubrel(int packetId) throws IOException {
        send(0x62, new byte[] {(byte) (packetId >> 8), (byte) packetId});
    }

    void disconnect() throws IOException {
        send(0xe0, new byte[0]);
    }

    private void send(int first, byte[] body) throws IOException {
        sendBytes(packet(first, body));
    }

    private static byte[] packet(int first, byte[] body) {
        ByteArrayOutputStream packet = new ByteArrayOutputStream();
        packet.write(first);
        int rest = body.length;
        do {
            int digit = rest & 0x7f;
            rest >>>= 7;
            packet.write(rest > 0 ? digit | 0x80 : digit);
        } while (rest > 0);
        packet.writeBytes(body);
        return packet.toByteArray();
    }

    /** Of the acknowledgements; their first two bytes are the identifier, in CONNACK flags and code. */
    Packet readPacket() throws IOException {
        int first;
        try {
            first = in.read();
        } catch (SocketTimeoutException e) {
            throw e;
        } catch (IOException reset) {
            first = -1;
        }
        if (first < 0) {
            return new Packet(0, 0);
        }
        int length = in.readByte();
        byte[] body = in.readNBytes(length);
        return new Packet(first >> 4, length >= 2 ? (body[0] & 0xff) << 8 | body[1] & 0xff : 0);
    }

    void patientFor(int millis) throws IOException {
        socket.setSoTimeout(millis);
    }

    boolean readsNothingFor(Duration time) throws IOException {
        socket.setSoTimeout((int) time.toMillis());
        try {
            readPacket();
            return false;
        } catch (SocketTimeoutException e) {
            return true;
        } finally {
            socket.setSoTimeout(10_000);
        }
    }

    /** Without DISCONNECT. */
    @Override
    public void close() throws IOException {
        socket.close();
    }
}
