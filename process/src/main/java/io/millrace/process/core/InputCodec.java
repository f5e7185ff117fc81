package io.millrace.process.core;

import io.millrace.model.Namespace;
import io.millrace.model.Topic;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Makes bytes of inputs and back, so that those an instance holds outlive the process. Inputs that follow each other mostly
 * are of one topic, so an input is told by what it does not share with the one before. Thread-safe.
 */
public final class InputCodec {

    /** Role and topic are those of the input before. */
    private static final int SAME_PLACE = 1;

    private static final int HAS_ID = 2;
    private static final int HAS_REVISION = 4;

    private final Namespace namespace;

    public InputCodec(Namespace namespace) {
        this.namespace = namespace;
    }

    /** @param before the input written just before this one; null for the first */
    public void write(Input input, @Nullable Input before, DataOutput out) throws IOException {
        boolean samePlace = before != null
                && input.role().equals(before.role())
                && input.topic().equals(before.topic());
        String id = input.id();
        out.writeByte((samePlace ? SAME_PLACE : 0)
                | (id.isEmpty() ? 0 : HAS_ID)
                | (input.revision() == 0 ? 0 : HAS_REVISION));
        if (!samePlace) {
            out.writeUTF(input.role());
            out.writeUTF(input.topic().path());
        }
        out.writeLong(input.timestampMicros());
        if (!id.isEmpty()) {
            Encoding.writeText(id, out);
        }
        if (input.revision() != 0) {
            out.writeLong(input.revision());
        }
        Encoding.writeContent(input.content(), out);
    }

    /** @param before the input read just before this one; null for the first */
    public Input read(@Nullable Input before, DataInput in) throws IOException {
        int marks = in.readUnsignedByte();
        String role;
        Topic topic;
        if ((marks & SAME_PLACE) == 0) {
            role = in.readUTF();
            topic = namespace.parse(in.readUTF());
        } else if (before != null) {
            role = before.role();
            topic = before.topic();
        } else {
            throw new IOException("the first input cannot be like the one before");
        }
        long timestampMicros = in.readLong();
        String id = (marks & HAS_ID) == 0 ? "" : Encoding.readText(in);
        long revision = (marks & HAS_REVISION) == 0 ? 0 : in.readLong();
        return new Input(role, topic, timestampMicros, id, revision, Encoding.readContent(in));
    }
}
