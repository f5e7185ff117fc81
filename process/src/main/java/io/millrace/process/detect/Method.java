package io.millrace.process.detect;

import io.millrace.process.core.Measurement;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A way to tell usual values from others. Pure and thread-safe; its memory is immutable.
 *
 * @param <M> what it has learnt of one tag
 */
sealed interface Method<M> permits ZScore, Ewma, Cusum, Band {

    /** What it made of a value; the verdict is absent as long as it learns. */
    record Judged<M>(M memory, @Nullable Verdict verdict) {}

    /** The score above which a value is unusual. */
    double limit();

    M begin();

    /**
     * Judges a value by what was learnt before it, and learns it.
     *
     * @param time microseconds since 1970, not earlier than that of the value before
     * @param value of a size up to {@link Measurement#LARGEST}
     */
    Judged<M> judge(M memory, long time, double value);

    /** After a silence so long that what came before says nothing of what comes now. */
    M afterGap(M memory);

    /** Names what the bytes of a memory depend on. */
    String form();

    void write(M memory, DataOutput out) throws IOException;

    M read(DataInput in) throws IOException;
}
