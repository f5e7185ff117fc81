package io.millrace.connector.modbus;

/**
 * In which order the bytes of a value of several registers arrive. A is the most significant byte. Modbus fixes the
 * order of the two bytes in a register only, and devices do as they like.
 */
public enum WordOrder {
    /** Most significant word first: the commonest. */
    ABCD(false, false),
    /** Least significant word first. */
    CDAB(true, false),
    /** Most significant word first, the bytes of each word swapped. */
    BADC(false, true),
    /** Least significant byte first. */
    DCBA(true, true),
    /** The same as abcd. */
    BIG_ENDIAN(false, false),
    /** The same as dcba. */
    LITTLE_ENDIAN(true, true);

    private final boolean wordsReversed;
    private final boolean bytesSwapped;

    WordOrder(boolean wordsReversed, boolean bytesSwapped) {
        this.wordsReversed = wordsReversed;
        this.bytesSwapped = bytesSwapped;
    }

    /** The four letters. */
    String letters() {
        return switch (this) {
            case BIG_ENDIAN -> "ABCD";
            case LITTLE_ENDIAN -> "DCBA";
            default -> name();
        };
    }

    /** From the order of the wire to most significant byte first; its own inverse. */
    byte[] arrange(byte[] bytes) {
        byte[] arranged = swap(bytes);
        if (wordsReversed) {
            for (int i = 0, j = arranged.length - 2; i < j; i += 2, j -= 2) {
                byte high = arranged[i];
                byte low = arranged[i + 1];
                arranged[i] = arranged[j];
                arranged[i + 1] = arranged[j + 1];
                arranged[j] = high;
                arranged[j + 1] = low;
            }
        }
        return arranged;
    }

    /** Only the order of the two bytes in each register, for text. */
    byte[] swap(byte[] bytes) {
        byte[] swapped = bytes.clone();
        if (bytesSwapped) {
            for (int i = 0; i + 1 < swapped.length; i += 2) {
                byte high = swapped[i];
                swapped[i] = swapped[i + 1];
                swapped[i + 1] = high;
            }
        }
        return swapped;
    }
}
