package io.millrace.process.core;

import io.millrace.model.Quality;
import io.millrace.model.Value;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** How states and inputs become bytes: the parts they have in common. */
public final class Encoding {

    private static final int ABSENT = 0;
    private static final int WHOLE = 1;
    private static final int REAL = 2;
    private static final int TRUE = 3;
    private static final int FALSE = 4;
    private static final int TEXT = 5;

    private static final int RETRACTED = 0;
    private static final int HAPPENED = 1;
    private static final int MEASURED = 2;

    private Encoding() {}

    /** A text of any length; {@code writeUTF} takes 64 KiB, and a payload may be longer. */
    public static void writeText(String text, DataOutput out) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    public static String readText(DataInput in) throws IOException {
        byte[] bytes = new byte[in.readInt()];
        in.readFully(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    public static void writeIdentity(Identity identity, DataOutput out) throws IOException {
        writeText(identity.topic(), out);
        out.writeLong(identity.timestampMicros());
        writeText(identity.id(), out);
    }

    public static Identity readIdentity(DataInput in) throws IOException {
        return new Identity(readText(in), in.readLong(), readText(in));
    }

    public static void writeContent(Content content, DataOutput out) throws IOException {
        if (content instanceof Content.Happened happened) {
            out.writeByte(HAPPENED);
            writeText(happened.json(), out);
        } else if (content instanceof Content.Measured measured) {
            out.writeByte(MEASURED);
            writeValue(measured.value(), out);
            out.writeInt(measured.quality().code());
        } else {
            out.writeByte(RETRACTED);
        }
    }

    public static Content readContent(DataInput in) throws IOException {
        int kind = in.readByte();
        return switch (kind) {
            case RETRACTED -> Content.RETRACTED;
            case HAPPENED -> new Content.Happened(readText(in));
            case MEASURED -> Content.of(readValue(in), Quality.of(in.readInt()));
            default -> throw new IOException("no content begins with " + kind);
        };
    }

    public static void writeValue(@Nullable Value value, DataOutput out) throws IOException {
        if (value instanceof Value.Whole whole) {
            out.writeByte(WHOLE);
            out.writeLong(whole.value());
        } else if (value instanceof Value.Real real) {
            out.writeByte(REAL);
            out.writeDouble(real.value());
        } else if (value instanceof Value.Bool bool) {
            out.writeByte(bool.value() ? TRUE : FALSE);
        } else if (value instanceof Value.Text text) {
            out.writeByte(TEXT);
            writeText(text.value(), out);
        } else {
            out.writeByte(ABSENT);
        }
    }

    public static @Nullable Value readValue(DataInput in) throws IOException {
        int kind = in.readByte();
        return switch (kind) {
            case ABSENT -> null;
            case WHOLE -> Value.of(in.readLong());
            case REAL -> Value.of(in.readDouble());
            case TRUE -> Value.of(true);
            case FALSE -> Value.of(false);
            case TEXT -> Value.of(readText(in));
            default -> throw new IOException("no value begins with " + kind);
        };
    }
}
