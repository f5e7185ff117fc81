package io.millrace.prove.journal;

import java.nio.ByteBuffer;

/**
 * One line of a journal; 24 bytes.
 *
 * @param flow for messages the ordinal of their flow, for the device 0 for counters and 1 for noise
 * @param index line or register, from 1
 * @param number running number of the message; 0 for the device
 * @param value timestamp of the message in microseconds, or what the register showed
 */
public record Entry(Kind kind, int flow, int index, long number, long value) {

    /** What happened. */
    public enum Kind {
        /** About to be published, for the first time or again. */
        ATTEMPTED,
        /** The broker has acknowledged it. */
        ACKNOWLEDGED,
        /** About to be shown in a register of the device. */
        SHOWN
    }

    static final int BYTES = 24;

    private static final Kind[] KINDS = Kind.values();

    void write(ByteBuffer buffer) {
        buffer.put((byte) (kind.ordinal() + 1))
                .put((byte) flow)
                .putShort((short) index)
                .putInt(check(kind.ordinal(), flow, index, number, value))
                .putLong(number)
                .putLong(value);
    }

    /** @throws JournalException when these are not the bytes of an entry */
    static Entry read(ByteBuffer buffer) {
        int kind = buffer.get() - 1;
        int flow = buffer.get();
        int index = buffer.getShort();
        int check = buffer.getInt();
        long number = buffer.getLong();
        long value = buffer.getLong();
        if (kind < 0 || kind >= KINDS.length || check != check(kind, flow, index, number, value)) {
            throw new JournalException("The journal holds something that is no entry.", null);
        }
        return new Entry(KINDS[kind], flow, index, number, value);
    }

    private static int check(int kind, int flow, int index, long number, long value) {
        long mixed = (number * 31 + value) * 0x9E3779B97F4A7C15L + ((long) kind << 40 | (long) flow << 32 | index);
        return (int) (mixed ^ mixed >>> 32);
    }
}
