package io.millrace.prove.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;

/** Reads a journal from its beginning. */
public final class JournalReader {

    private static final int ENTRIES = 8_192;

    private JournalReader() {}

    /**
     * Hands over every whole entry in the order of writing; an absent journal has none, and what a killed writer left
     * half written at the end is not looked at.
     *
     * @throws JournalException when it is damaged elsewhere
     */
    public static void read(Path file, Consumer<Entry> to) {
        if (!Files.exists(file)) {
            return;
        }
        ByteBuffer buffer = ByteBuffer.allocateDirect(ENTRIES * Entry.BYTES);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            while (channel.read(buffer) >= 0) {
                buffer.flip();
                while (buffer.remaining() >= Entry.BYTES) {
                    to.accept(Entry.read(buffer));
                }
                buffer.compact();
            }
        } catch (IOException failed) {
            throw new JournalException("The journal " + file + " could not be read: " + failed.getMessage(), failed);
        }
    }
}
