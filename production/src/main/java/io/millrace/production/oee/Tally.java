package io.millrace.production.oee;

import java.util.Objects;

/** Times and pieces of a span, all whole numbers. That of two spans is the sum of theirs. */
public record Tally(Times times, Pieces pieces) {

    public static final Tally NONE = new Tally(Times.NONE, Pieces.NONE);

    public Tally {
        Objects.requireNonNull(times);
        Objects.requireNonNull(pieces);
    }

    public Tally plus(Tally other) {
        return new Tally(times.plus(other.times), pieces.plus(other.pieces));
    }
}
