package io.millrace.bench.stream;

import java.nio.ByteBuffer;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.jspecify.annotations.Nullable;

/** How the store and its changelog hold a count: three numbers of eight bytes. */
final class PieceCounts {

    private static final int BYTES = 3 * Long.BYTES;

    private PieceCounts() {}

    static Serde<PieceCount> serde() {
        return Serdes.serdeFrom((topic, count) -> bytes(count), (topic, bytes) -> count(bytes));
    }

    static byte @Nullable [] bytes(@Nullable PieceCount count) {
        return count == null
                ? null
                : ByteBuffer.allocate(BYTES)
                        .putLong(count.position())
                        .putLong(count.pieces())
                        .putLong(count.samples())
                        .array();
    }

    static @Nullable PieceCount count(byte @Nullable [] bytes) {
        if (bytes == null) {
            return null;
        }
        if (bytes.length != BYTES) {
            throw new SerializationException("a count of " + bytes.length + " bytes instead of " + BYTES);
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        return new PieceCount(buffer.getLong(), buffer.getLong(), buffer.getLong());
    }
}
