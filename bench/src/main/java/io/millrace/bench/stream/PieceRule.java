package io.millrace.bench.stream;

import java.util.OptionalLong;

/**
 * From the running counter of a PLC to pieces. A counter goes up, begins again at zero when it has reached its end, and is
 * set back to zero by people or a restart. A value below the last one is either: it has gone over its end when that
 * takes few pieces, otherwise it was set back and stands at what was made since. Pure.
 *
 * @param modulus the counter goes from 0 to one below this
 * @param most pieces that can have been made between two samples
 */
public record PieceRule(long modulus, long most) {

    public PieceRule {
        if (modulus < 2 || most < 1 || most >= modulus) {
            throw new IllegalArgumentException("a counter to at least 2, and fewer pieces between two samples than it"
                    + " can count, not " + modulus + " and " + most);
        }
    }

    /** @param value where the counter stands now; empty when the sample does not say */
    public PieceCount next(PieceCount before, OptionalLong value) {
        long samples = before.samples() + 1;
        if (value.isEmpty() || value.getAsLong() < 0 || value.getAsLong() >= modulus) {
            return new PieceCount(before.position(), before.pieces(), samples);
        }
        long now = value.getAsLong();
        return new PieceCount(now, before.pieces() + made(before, now), samples);
    }

    private long made(PieceCount before, long now) {
        if (!before.isPlaced()) {
            // what was made before anybody looked was not made now
            return 0;
        }
        if (now >= before.position()) {
            return now - before.position();
        }
        long overTheEnd = modulus - before.position() + now;
        return overTheEnd <= most ? overTheEnd : now;
    }
}
