package io.millrace.bench.stream;

/**
 * What is kept of one counter.
 *
 * @param position where the counter of the PLC stood last; -1 while it has never said
 * @param pieces counted so far
 * @param samples taken in so far, whatever they said. A running counter mends what was missed or came twice with its next
 *     value, so pieces alone do not prove that each sample was taken in exactly once; this does
 */
public record PieceCount(long position, long pieces, long samples) {

    /** Before the first sample. */
    public static final PieceCount NONE = new PieceCount(-1, 0, 0);

    boolean isPlaced() {
        return position >= 0;
    }
}
