package io.millrace.prove.stage;

import io.millrace.stage.StageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A small file system in memory, mounted on a folder, that can be filled up. Mounting is what only the superuser may.
 * Not thread-safe, but for {@link #close}.
 */
final class SmallDisk implements AutoCloseable {

    private static final String FILLER = "filler";
    private static final int BLOCK = 1 << 20;
    private static final long LIMIT_SECONDS = 10;

    private final Path folder;
    private boolean mounted = true;

    private SmallDisk(Path folder) {
        this.folder = folder;
    }

    /**
     * Mounts one.
     *
     * @throws StageException when that is not possible here; the message says why
     */
    static SmallDisk mount(Path folder, long bytes) {
        try {
            Files.createDirectories(folder);
        } catch (IOException failed) {
            throw new StageException("The folder " + folder + " cannot be made: " + failed.getMessage(), failed);
        }
        String said = run("mount", "-t", "tmpfs", "-o", "size=" + bytes, "millrace-prove", folder.toString());
        if (!said.isEmpty()) {
            throw new StageException("A small disk cannot be mounted here (" + said + ").", null);
        }
        return new SmallDisk(folder);
    }

    long freeBytes() {
        try {
            FileStore store = Files.getFileStore(folder);
            return store.getUsableSpace();
        } catch (IOException failed) {
            throw new StageException("The free space of " + folder + " is unknown: " + failed.getMessage(), failed);
        }
    }

    /**
     * Writes until no more than so many bytes are free.
     *
     * @return how many were free before
     */
    long fill(long leave) {
        long before = freeBytes();
        ByteBuffer block = ByteBuffer.allocateDirect(BLOCK);
        try (FileChannel filler =
                FileChannel.open(folder.resolve(FILLER), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            for (long free = freeBytes(); free > leave; free = freeBytes()) {
                block.clear().limit((int) Math.min(BLOCK, free - leave));
                filler.write(block);
            }
        } catch (IOException full) {
            // That is what was wanted.
            return before;
        }
        return before;
    }

    void empty() {
        try {
            Files.deleteIfExists(folder.resolve(FILLER));
        } catch (IOException failed) {
            throw new StageException("The filler in " + folder + " cannot be removed: " + failed.getMessage(), failed);
        }
    }

    /** Everything on it is gone. Idempotent. */
    @Override
    public synchronized void close() {
        if (mounted) {
            mounted = false;
            run("umount", "-l", folder.toString());
        }
    }

    /** @return what it complained of; empty when it went well */
    private static String run(String... command) {
        try {
            Process process = new ProcessBuilder(List.of(command))
                    .redirectErrorStream(true)
                    .start();
            process.getOutputStream().close();
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return command[0] + " does not end";
            }
            String said = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8)
                    .strip()
                    .replace('\n', ' ');
            return process.exitValue() == 0 ? "" : said.isEmpty() ? "exit code " + process.exitValue() : said;
        } catch (IOException missing) {
            return String.valueOf(missing.getMessage());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return "interrupted";
        }
    }
}
