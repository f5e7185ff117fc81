package io.millrace.historian.embedded;

import io.millrace.model.Problem;
import io.millrace.model.ProblemException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Held while a hub uses the folder: a second one must not take the first one's PostgreSQL for an orphan. */
final class FolderLock implements AutoCloseable {

    /** Of this process. Closing a second channel on the file would let go of the lock that the first one holds. */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path folder;
    private final FileChannel channel;

    private FolderLock(Path folder, FileChannel channel) {
        this.folder = folder;
        this.channel = channel;
    }

    /** @param folder its real path */
    static FolderLock take(Path folder) throws IOException {
        if (!HELD.add(folder)) {
            throw inUse(folder);
        }
        try {
            FileChannel channel =
                    FileChannel.open(folder.resolve("hub.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (channel.tryLock() == null) {
                channel.close();
                throw inUse(folder);
            }
            return new FolderLock(folder, channel);
        } catch (IOException | RuntimeException failed) {
            HELD.remove(folder);
            throw failed;
        }
    }

    private static ProblemException inUse(Path folder) {
        return Problem.of(
                        "historian-folder-in-use",
                        "Another hub uses the historian's folder " + folder + ".",
                        "Stop it, or give this hub a data folder of its own.")
                .asException();
    }

    @Override
    public void close() throws IOException {
        channel.close();
        HELD.remove(folder);
    }
}
