package io.millrace.bench.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;

/** Finds the packets in what a socket gives. Used by one thread. */
final class PacketReader {

    /** Hears of a packet; the array is only lent. */
    @FunctionalInterface
    interface Packet {
        /**
         * @param type the upper four bits of its first byte
         * @param from where its variable header begins
         * @param to behind its last byte
         */
        void read(int type, byte[] bytes, int from, int to) throws IOException;
    }

    private static final int BYTES = 64 << 10;

    private final byte[] bytes = new byte[BYTES];
    private final ByteBuffer buffer = ByteBuffer.wrap(bytes);

    /**
     * Reads once and hands on all whole packets.
     *
     * @return whether the other side is still there
     */
    boolean read(ReadableByteChannel channel, Packet packet) throws IOException {
        if (channel.read(buffer) < 0) {
            return false;
        }
        int at = 0;
        int end = buffer.position();
        while (end - at >= 2) {
            int length = 0;
            int shift = 0;
            int next = at + 1;
            boolean whole = false;
            while (next < end && !whole) {
                int digit = bytes[next++];
                length |= (digit & 127) << shift;
                shift += 7;
                whole = digit >= 0;
            }
            if (!whole || end - next < length) {
                break;
            }
            packet.read((bytes[at] & 0xF0) >> 4, bytes, next, next + length);
            at = next + length;
        }
        System.arraycopy(bytes, at, bytes, 0, end - at);
        buffer.position(end - at);
        if (!buffer.hasRemaining()) {
            throw new IOException("a packet larger than " + BYTES + " bytes");
        }
        return true;
    }
}
