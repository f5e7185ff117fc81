package io.millrace.app.recompute;

import io.millrace.historian.Recorded.Replaced;
import io.millrace.process.core.Content;
import io.millrace.process.core.Encoding;
import io.millrace.process.core.Identity;
import io.millrace.process.recompute.Difference;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What is to be replaced, in a temporary file: it is written to the log when nothing is read from the historian any more, since
 * whoever waits for the historian must not hold it up. Used by one thread.
 */
public final class Changes implements AutoCloseable {

    private static final int BUFFER = 64 << 10;
    /** The number is one more than that of the last correction that is stored. */
    static final long NEXT = 0;

    private final Path file;
    private final DataOutputStream out;
    private long count;

    /**
     * A change.
     *
     * @param now what is true; null for nothing
     * @param number of the correction, or {@link #NEXT}
     */
    record Change(Identity identity, @Nullable Content now, long number) {}

    /** @param folder where the temporary file goes */
    public Changes(Path folder) throws IOException {
        this.file = Files.createTempFile(folder, "recompute-", ".tmp");
        this.out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file), BUFFER));
    }

    /** What differs is to be taken over what is stored. */
    public void replace(Difference difference) {
        add(difference.identity(), difference.now(), NEXT);
    }

    /** What a correction replaced is to be brought back. */
    public void bringBack(Replaced replaced) {
        add(
                new Identity(replaced.topic(), replaced.micros(), replaced.id()),
                replaced.was() == null ? null : Recompute.content(replaced.was()),
                replaced.correction() + 1);
    }

    private void add(Identity identity, @Nullable Content now, long number) {
        try {
            Encoding.writeIdentity(identity, out);
            Encoding.writeContent(now == null ? Content.RETRACTED : now, out);
            out.writeLong(number);
            count++;
        } catch (IOException full) {
            throw new UncheckedIOException(full);
        }
    }

    public long count() {
        return count;
    }

    /** Tells them all, in the order in which they were added. To be called once; nothing can be added any more. */
    void read(Predicate<Change> each) {
        try {
            out.close();
            try (DataInputStream in =
                    new DataInputStream(new BufferedInputStream(Files.newInputStream(file), BUFFER))) {
                boolean goesOn = true;
                for (long left = count; left > 0 && goesOn; left--) {
                    Identity identity = Encoding.readIdentity(in);
                    Content content = Encoding.readContent(in);
                    goesOn = each.test(
                            new Change(identity, content instanceof Content.Retracted ? null : content, in.readLong()));
                }
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    @Override
    public void close() {
        try {
            out.close();
            Files.deleteIfExists(file);
        } catch (IOException left) {
            file.toFile().deleteOnExit();
        }
    }
}
