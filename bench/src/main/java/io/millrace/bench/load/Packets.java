package io.millrace.bench.load;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The packets of MQTT 3.1.1 that a client needs, as bytes. */
final class Packets {

    static final int CONNACK = 2;
    static final int PUBLISH = 3;
    static final int PUBACK = 4;
    static final int PUBREC = 5;
    static final int PUBCOMP = 7;
    static final int SUBACK = 9;

    /** Bytes of a payload: that of a sample with some room, as devices send it. */
    static final int PAYLOAD_BYTES = 120;

    private static final String PAYLOAD = "{\"timestamp_us\":0000000000000000,\"value\":0000000.25}";
    private static final int TIME_OFFSET = "{\"timestamp_us\":".length();
    private static final int TIME_DIGITS = 16;
    private static final int VALUE_OFFSET = "{\"timestamp_us\":0000000000000000,\"value\":".length();
    private static final int VALUE_DIGITS = 7;

    private Packets() {}

    static byte[] connect(String clientId) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        string(body, "MQTT");
        body.write(4); // MQTT 3.1.1
        body.write(2); // clean session
        body.write(0);
        body.write(0); // no keep alive
        string(body, clientId);
        return packet(0x10, body);
    }

    static byte[] subscribe(String filter) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.write(0);
        body.write(1);
        string(body, filter);
        body.write(0); // QoS 0
        return packet(0x82, body);
    }

    static byte[] release(int packetId) {
        return new byte[] {0x62, 2, (byte) (packetId >> 8), (byte) packetId};
    }

    /** A PUBLISH whose packet identifier, time and value are yet to be filled in. */
    static byte[] publish(String topic, int qos) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        string(body, topic);
        if (qos > 0) {
            body.write(0);
            body.write(0);
        }
        byte[] payload = Arrays.copyOf(PAYLOAD.getBytes(StandardCharsets.US_ASCII), PAYLOAD_BYTES);
        // JSON allows spaces before the last brace.
        int end = PAYLOAD.length() - 1;
        Arrays.fill(payload, end, PAYLOAD_BYTES - 1, (byte) ' ');
        payload[PAYLOAD_BYTES - 1] = '}';
        body.writeBytes(payload);
        return packet(0x30 | qos << 1, body);
    }

    /** Fills in what changes. JSON knows no leading zeros, so the value begins with a one. */
    static void fill(byte[] publish, int qos, int packetId, long micros, int value) {
        int payload = publish.length - PAYLOAD_BYTES;
        if (qos > 0) {
            publish[payload - 2] = (byte) (packetId >> 8);
            publish[payload - 1] = (byte) packetId;
        }
        digits(publish, payload + TIME_OFFSET, TIME_DIGITS, micros);
        digits(publish, payload + VALUE_OFFSET, VALUE_DIGITS, 1_000_000 + value % 1_000_000);
    }

    /** Fills in the number that ends the topic, in place of one with as many digits. */
    static void fillTopic(byte[] publish, int qos, int count, int number) {
        digits(publish, publish.length - PAYLOAD_BYTES - (qos > 0 ? 2 : 0) - count, count, number);
    }

    private static void digits(byte[] bytes, int from, int count, long number) {
        long rest = number;
        for (int i = from + count - 1; i >= from; i--) {
            bytes[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
    }

    /** The time in the payload that ends at an index. */
    static long micros(byte[] bytes, int end) {
        int from = end - PAYLOAD_BYTES + TIME_OFFSET;
        long micros = 0;
        for (int i = from; i < from + TIME_DIGITS; i++) {
            micros = micros * 10 + (bytes[i] - '0');
        }
        return micros;
    }

    private static void string(ByteArrayOutputStream body, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        body.write(bytes.length >> 8);
        body.write(bytes.length);
        body.writeBytes(bytes);
    }

    private static byte[] packet(int first, ByteArrayOutputStream body) {
        ByteArrayOutputStream packet = new ByteArrayOutputStream();
        packet.write(first);
        int rest = body.size();
        do {
            packet.write(rest > 127 ? rest % 128 | 128 : rest);
            rest /= 128;
        } while (rest > 0);
        packet.writeBytes(body.toByteArray());
        return packet.toByteArray();
    }
}
