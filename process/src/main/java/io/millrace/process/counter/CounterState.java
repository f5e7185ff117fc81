package io.millrace.process.counter;

/**
 * What a counter knows. Immutable.
 *
 * @param piecesMemory what the meter of the first input remembers
 * @param scrapMemory what the meter of scrap remembers
 * @param pieces all that were ever counted, scrap among them
 * @param scrap of them bad
 * @param knownUntil periods that begin before this time are told even when nothing was made in them
 * @param heard the last input that could be used
 * @param tallies of the running periods
 */
record CounterState(
        long piecesMemory, long scrapMemory, long pieces, long scrap, long knownUntil, Heard heard, Tallies tallies) {

    /** Which input was heard when. */
    record Heard(boolean ofScrap, long timeMicros, String id) {}

    static CounterState begin(int periods) {
        return new CounterState(
                Meter.NOTHING, Meter.NOTHING, 0, 0, Long.MIN_VALUE, new Heard(false, 0, ""), Tallies.none(periods));
    }

    CounterState with(Tallies changed) {
        return new CounterState(piecesMemory, scrapMemory, pieces, scrap, knownUntil, heard, changed);
    }

    CounterState withTotals(long newPieces, long newScrap) {
        return new CounterState(piecesMemory, scrapMemory, newPieces, newScrap, knownUntil, heard, tallies);
    }

    CounterState withMemory(boolean ofScrap, long memory) {
        return new CounterState(
                ofScrap ? piecesMemory : memory,
                ofScrap ? memory : scrapMemory,
                pieces,
                scrap,
                knownUntil,
                heard,
                tallies);
    }

    /** The machine is no longer known from a time on. */
    CounterState lostAt(long timeMicros) {
        return knownUntil <= timeMicros
                ? this
                : new CounterState(piecesMemory, scrapMemory, pieces, scrap, timeMicros, heard, tallies);
    }
}
