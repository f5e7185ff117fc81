package io.millrace.bench.stream;

import java.util.concurrent.TimeUnit;

/** Microseconds since 1970, the same in all processes of a machine but for a millisecond. */
public final class EpochMicros {

    /** The wall clock is read once; from then on the steady clock counts, which is also cheaper. */
    private static final long OFFSET = TimeUnit.MILLISECONDS.toMicros(System.currentTimeMillis())
            - TimeUnit.NANOSECONDS.toMicros(System.nanoTime());

    private EpochMicros() {}

    public static long now() {
        return OFFSET + System.nanoTime() / 1_000;
    }
}
