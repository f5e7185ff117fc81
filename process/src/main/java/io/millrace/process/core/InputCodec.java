package io.millrace.process.core;

import io.millrace.model.Namespace;
import io.millrace.model.Quality;
import io.millrace.model.Value;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Makes bytes of inputs and back, so that those an instance holds outlive the process. Thread-safe. */
public final class InputCodec {

    private static final int RETRACTED = 0;
    private static final int HAPPENED = 1;
    private static final int ABSENT = 2;
    private static final int WHOLE = 3;
    private static final int REAL = 4;
    private static final int BOOL = 5;
    private static final int TEXT = 6;

    private final Namespace namespace;

    public InputCodec(Namespace namespace) {
        this.namespace = namespace;
    }

    public void write(Input input, DataOutput out) throws IOException {
        out.writeUTF(input.role());
        out.writeUTF(input.topic().path());
        out.writeLong(input.timestampMicros());
        writeText(input.identity().id(), out);
        out.writeLong(input.revision());
        if (input.content() instanceof Content.Happened happened) {
            out.writeByte(HAPPENED);
            writeText(happened.json(), out);
        } else if (input.content() instanceof Content.Measured measured) {
            writeValue(measured.value(), out);
            out.writeInt(measured.quality().code());
        } else {
            out.writeByte(RETRACTED);
        }
    }

    public Input read(DataInput in) throws IOException {
        String role = in.readUTF();
        String topic = in.readUTF();
        long timestampMicros = in.readLong();
        Identity identity = new Identity(topic, timestampMicros, readText(in));
        long revision = in.readLong();
        return new Input(role, namespace.parse(topic), identity, revision, readContent(in));
    }

    private static void writeValue(@Nullable Value value, DataOutput out) throws IOException {
        if (value instanceof Value.Whole whole) {
            out.writeByte(WHOLE);
            out.writeLong(whole.value());
        } else if (value instanceof Value.Real real) {
            out.writeByte(REAL);
            out.writeDouble(real.value());
        } else if (value instanceof Value.Bool bool) {
            out.writeByte(BOOL);
            out.writeBoolean(bool.value());
        } else if (value instanceof Value.Text text) {
            out.writeByte(TEXT);
            writeText(text.value(), out);
        } else {
            out.writeByte(ABSENT);
        }
    }

    private static Content readContent(DataInput in) throws IOException {
        int kind = in.readByte();
        return switch (kind) {
            case RETRACTED -> Content.RETRACTED;
            case HAPPENED -> new Content.Happened(readText(in));
            case ABSENT -> new Content.Measured(null, Quality.of(in.readInt()));
            case WHOLE -> measured(Value.of(in.readLong()), in);
            case REAL -> measured(Value.of(in.readDouble()), in);
            case BOOL -> measured(Value.of(in.readBoolean()), in);
            case TEXT -> measured(Value.of(readText(in)), in);
            default -> throw new IOException("no input begins with " + kind);
        };
    }

    private static Content measured(Value value, DataInput in) throws IOException {
        return new Content.Measured(value, Quality.of(in.readInt()));
    }

    /** Any length: a payload may be longer than {@code writeUTF} takes. */
    private static void writeText(String text, DataOutput out) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static String readText(DataInput in) throws IOException {
        byte[] bytes = new byte[in.readInt()];
        in.readFully(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
