package io.millrace.process.core;

import io.millrace.model.Namespace;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** Makes bytes of inputs and back, so that those an instance holds outlive the process. Thread-safe. */
public final class InputCodec {

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
        Encoding.writeContent(input.content(), out);
    }

    public Input read(DataInput in) throws IOException {
        String role = in.readUTF();
        String topic = in.readUTF();
        long timestampMicros = in.readLong();
        Identity identity = new Identity(topic, timestampMicros, Encoding.readText(in));
        long revision = in.readLong();
        return new Input(role, namespace.parse(topic), identity, revision, Encoding.readContent(in));
    }
}
