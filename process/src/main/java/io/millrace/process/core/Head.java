package io.millrace.process.core;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What an instance knows apart from the inputs it still holds: with those it is the whole of it, and outlives the
 * process.
 *
 * @param settled the state after every input up to {@code settledTo}
 * @param settledTo time of the last input that is part of the state for good, microseconds since 1970
 * @param newest the greatest time seen, microseconds since 1970
 * @param advancedTo up to where time was let pass, microseconds since 1970
 * @param revision the last number a correction got
 * @param retracted what was taken back lately: said again, it is a correction
 */
public record Head<S>(
        S settled, long settledTo, long newest, long advancedTo, long revision, List<Identity> retracted) {

    /** Before all time. */
    static final long BEFORE = Long.MIN_VALUE;

    public Head {
        retracted = List.copyOf(retracted);
    }

    /** Of an instance that has seen nothing. */
    public static <S> Head<S> begin(Processor<S> processor) {
        return begin(processor, 0);
    }

    /**
     * Of an instance that has seen nothing and may have lived before.
     *
     * @param revision greater than every number a correction got in a former life, such as the time in milliseconds
     */
    public static <S> Head<S> begin(Processor<S> processor, long revision) {
        return new Head<>(processor.begin(), BEFORE, BEFORE, BEFORE, revision, List.of());
    }

    public void write(StateCodec<S> codec, DataOutputStream out) throws IOException {
        out.writeUTF(codec.form());
        out.writeLong(settledTo);
        out.writeLong(newest);
        out.writeLong(advancedTo);
        out.writeLong(revision);
        out.writeInt(retracted.size());
        for (Identity identity : retracted) {
            Encoding.writeIdentity(identity, out);
        }
        codec.write(settled, out);
    }

    /** Whether these bytes, from their beginning, are of the form that this codec reads. */
    public static boolean isOf(StateCodec<?> codec, DataInputStream in) throws IOException {
        return in.readUTF().equals(codec.form());
    }

    /** Reads what follows after {@link #isOf}. */
    public static <S> Head<S> read(StateCodec<S> codec, DataInputStream in) throws IOException {
        long settledTo = in.readLong();
        long newest = in.readLong();
        long advancedTo = in.readLong();
        long revision = in.readLong();
        List<Identity> retracted = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            retracted.add(Encoding.readIdentity(in));
        }
        return new Head<>(codec.read(in), settledTo, newest, advancedTo, revision, retracted);
    }
}
