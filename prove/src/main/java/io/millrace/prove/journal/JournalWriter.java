package io.millrace.prove.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Appends entries. They are on the disk when {@link #commit} returns, together in one go. What a writer that was killed
 * left half written at the end is cut off. Not thread-safe.
 */
public final class JournalWriter implements AutoCloseable {

    private static final int ENTRIES = 4_096;

    private final Path file;
    private final FileChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(ENTRIES * Entry.BYTES);
    private boolean dirty;

    private JournalWriter(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /** Opens a journal at its end; makes it when it is absent. */
    public static JournalWriter open(Path file) {
        try {
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            long whole = channel.size() / Entry.BYTES * Entry.BYTES;
            channel.truncate(whole);
            channel.position(whole);
            return new JournalWriter(file, channel);
        } catch (IOException failed) {
            throw failed("opened", file, failed);
        }
    }

    public void add(Entry entry) {
        if (buffer.remaining() < Entry.BYTES) {
            write();
        }
        entry.write(buffer);
        dirty = true;
    }

    /** Returns when everything added is on the disk. */
    public void commit() {
        if (dirty) {
            write();
            try {
                channel.force(false);
            } catch (IOException failed) {
                throw failed("written", file, failed);
            }
            dirty = false;
        }
    }

    private void write() {
        buffer.flip();
        try {
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
        } catch (IOException failed) {
            throw failed("written", file, failed);
        }
        buffer.clear();
    }

    @Override
    public void close() {
        commit();
        try {
            channel.close();
        } catch (IOException failed) {
            throw failed("closed", file, failed);
        }
    }

    private static JournalException failed(String what, Path file, IOException why) {
        return new JournalException("The journal " + file + " could not be " + what + ": " + why.getMessage(), why);
    }
}
