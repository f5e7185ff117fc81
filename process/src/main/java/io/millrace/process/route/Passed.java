package io.millrace.process.route;

import io.millrace.model.Quality;
import io.millrace.model.Value;
import io.millrace.process.core.StateCodec;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * What a filter remembers of a topic: what it let pass last.
 *
 * @param time microseconds since 1970; {@link #NEVER} before the first
 * @param value as text that tells different values apart: its type and itself, or its SHA-256 where it is long
 * @param quality StatusCode
 */
record Passed(long time, String value, int quality) {

    static final long NEVER = Long.MIN_VALUE;
    static final Passed NOTHING = new Passed(NEVER, "", 0);
    static final StateCodec<Passed> CODEC = new Codec();

    private static final int LONG_TEXT = 100;

    static Passed of(long time, @Nullable Value value, Quality quality) {
        return new Passed(time, value == null ? "" : print(value), quality.code());
    }

    boolean isNothing() {
        return time == NEVER;
    }

    boolean saysTheSameAs(Passed other) {
        return !isNothing() && value.equals(other.value) && quality == other.quality;
    }

    boolean isAsGoodAs(Passed other) {
        return quality >>> 30 == other.quality >>> 30;
    }

    private static String print(Value value) {
        if (value instanceof Value.Whole whole) {
            return "n" + whole.value();
        }
        if (value instanceof Value.Real real) {
            double number = real.value();
            long whole = (long) number;
            // 5 and 5.0 are the same
            return "n"
                    + (whole == number && Math.abs(number) < 0x1p53 ? String.valueOf(whole) : String.valueOf(number));
        }
        if (value instanceof Value.Bool bool) {
            return "b" + bool.value();
        }
        String text = ((Value.Text) value).value();
        return text.length() <= LONG_TEXT ? "t" + text : "h" + hash(text);
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }

    private static final class Codec implements StateCodec<Passed> {

        @Override
        public String form() {
            return "filter-1";
        }

        @Override
        public void write(Passed state, DataOutput out) throws IOException {
            out.writeLong(state.time());
            out.writeUTF(state.value());
            out.writeInt(state.quality());
        }

        @Override
        public Passed read(DataInput in) throws IOException {
            return new Passed(in.readLong(), in.readUTF(), in.readInt());
        }
    }
}
