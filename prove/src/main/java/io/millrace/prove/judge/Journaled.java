package io.millrace.prove.judge;

import java.util.Arrays;
import java.util.BitSet;

/** What the journal says of one flow of one line. Messages are known by their running number. Not thread-safe. */
final class Journaled {

    private final BitSet acknowledged = new BitSet();
    private long[] timestamps = new long[1_024];
    /** Where in the journal a number was first attempted and first acknowledged; 0 is nowhere. */
    private int[] attemptedAt = new int[1_024];

    private int[] acknowledgedAt = new int[1_024];
    private int greatest;
    private int attempted;

    void attempted(int number, long timestampMicros, int at) {
        grow(number);
        if (attemptedAt[number] == 0) {
            attemptedAt[number] = at;
            timestamps[number] = timestampMicros;
            attempted++;
        } else if (timestamps[number] != timestampMicros) {
            throw new IllegalStateException("the journal has number " + number + " at two times");
        }
        greatest = Math.max(greatest, number);
    }

    void acknowledged(int number, int at) {
        grow(number);
        if (acknowledgedAt[number] == 0) {
            acknowledgedAt[number] = at;
            acknowledged.set(number);
        }
    }

    private void grow(int number) {
        if (number >= timestamps.length) {
            int length = Math.max(number + 1, timestamps.length + timestamps.length / 2);
            timestamps = Arrays.copyOf(timestamps, length);
            attemptedAt = Arrays.copyOf(attemptedAt, length);
            acknowledgedAt = Arrays.copyOf(acknowledgedAt, length);
        }
    }

    boolean wasAttempted(long number) {
        return number >= 1 && number <= greatest && attemptedAt[(int) number] != 0;
    }

    boolean wasAcknowledged(int number) {
        return acknowledged.get(number);
    }

    long timestamp(int number) {
        return timestamps[number];
    }

    /** Place in the journal of the first attempt. */
    int attemptedAt(int number) {
        return attemptedAt[number];
    }

    /** Place in the journal of the first acknowledgement; later than everything when there was none. */
    int acknowledgedAt(int number) {
        return acknowledgedAt[number] == 0 ? Integer.MAX_VALUE : acknowledgedAt[number];
    }

    int greatest() {
        return greatest;
    }

    int attempted() {
        return attempted;
    }

    BitSet acknowledged() {
        return acknowledged;
    }
}
