package io.millrace.process.core;

import io.millrace.model.Namespace;
import io.millrace.model.Quality;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** Makes bytes of inputs and back, so that those an instance holds outlive the process. Thread-safe. */
public final class InputCodec {

    private static final int RETRACTED = 0;
    private static final int HAPPENED = 1;
    private static final int MEASURED = 2;

    private final Namespace namespace;

    public InputCodec(Namespace namespace) {
        this.namespace = namespace;
    }

    public void write(Input input, DataOutput out) throws IOException {
        out.writeUTF(input.role());
        out.writeUTF(input.topic().path());
        out.writeLong(input.timestampMicros());
        Encoding.writeText(input.identity().id(), out);
        out.writeLong(input.revision());
        if (input.content() instanceof Content.Happened happened) {
            out.writeByte(HAPPENED);
            Encoding.writeText(happened.json(), out);
        } else if (input.content() instanceof Content.Measured measured) {
            out.writeByte(MEASURED);
            Encoding.writeValue(measured.value(), out);
            out.writeInt(measured.quality().code());
        } else {
            out.writeByte(RETRACTED);
        }
    }

    public Input read(DataInput in) throws IOException {
        String role = in.readUTF();
        String topic = in.readUTF();
        long timestampMicros = in.readLong();
        Identity identity = new Identity(topic, timestampMicros, Encoding.readText(in));
        long revision = in.readLong();
        return new Input(role, namespace.parse(topic), identity, revision, readContent(in));
    }

    private static Content readContent(DataInput in) throws IOException {
        int kind = in.readByte();
        return switch (kind) {
            case RETRACTED -> Content.RETRACTED;
            case HAPPENED -> new Content.Happened(Encoding.readText(in));
            case MEASURED -> new Content.Measured(Encoding.readValue(in), Quality.of(in.readInt()));
            default -> throw new IOException("no input begins with " + kind);
        };
    }
}
