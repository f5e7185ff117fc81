package io.millrace.app.hub;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a hub keeps everything it must not forget. Held by one process at a time: a lock that the operating system
 * gives back when the process ends, however it ends.
 */
public final class DataFolder implements AutoCloseable {

    private static final String LOCK = "hub.lock";
    private static final String IDENTITY = "hub-id";
    private static final String ADDRESSES = "hub.json";
    private static final String SITE = "site-name";

    private final Path path;
    private final FileChannel channel;
    private final FileLock lock;
    private final String hubId;

    private DataFolder(Path path, FileChannel channel, FileLock lock, String hubId) {
        this.path = path;
        this.channel = channel;
        this.lock = lock;
        this.hubId = hubId;
    }

    /**
     * Opens or makes the folder for a site.
     *
     * @throws HubException when it cannot be written, another hub holds it, or it belongs to another site
     */
    public static DataFolder open(Path path, String site) {
        Path folder = path.toAbsolutePath().normalize();
        try {
            Files.createDirectories(folder);
        } catch (IOException denied) {
            throw new HubException(
                    "The data folder " + folder + " cannot be made (" + reason(denied)
                            + "). Choose another with --data DIR, or change its permissions.",
                    denied);
        }
        FileChannel channel = null;
        try {
            channel = FileChannel.open(
                    folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            FileLock lock = tryLock(channel);
            if (lock == null) {
                String holder = read(folder.resolve(LOCK))
                        .map(pid -> " (process " + pid + ")")
                        .orElse("");
                channel.close();
                throw new HubException("Another hub" + holder + " is running on the data folder " + folder
                        + ". Stop it, or choose another folder with --data DIR.");
            }
            channel.truncate(0);
            channel.write(
                    ByteBuffer.wrap(Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.UTF_8)));
            claim(folder, site);
            return new DataFolder(folder, channel, lock, identity(folder));
        } catch (IOException denied) {
            closeQuietly(channel, denied);
            throw new HubException(
                    "The data folder " + folder + " cannot be written (" + reason(denied)
                            + "). Choose another with --data DIR, or change its permissions.",
                    denied);
        } catch (HubException refused) {
            closeQuietly(channel, refused);
            throw refused;
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException heldByThisProcess) {
            return null;
        }
    }

    private static void claim(Path folder, String site) throws IOException {
        Optional<String> owner = read(folder.resolve(SITE));
        if (owner.isPresent() && !owner.get().equals(site)) {
            throw new HubException("The data folder " + folder + " belongs to the site '" + owner.get()
                    + "', and the site file says '" + site + "'. Choose another folder with --data DIR.");
        }
        if (owner.isEmpty()) {
            replace(folder.resolve(SITE), site);
        }
    }

    private static String identity(Path folder) throws IOException {
        Optional<String> known = read(folder.resolve(IDENTITY));
        if (known.isPresent()) {
            return known.get();
        }
        byte[] random = new byte[4];
        new SecureRandom().nextBytes(random);
        String made = HexFormat.of().formatHex(random);
        replace(folder.resolve(IDENTITY), made);
        return made;
    }

    public Path path() {
        return path;
    }

    /** A name for this hub that stays when it restarts. */
    public String hubId() {
        return hubId;
    }

    /** A folder below this one; made by whoever uses it. */
    public Path folder(String name) {
        return path.resolve(name);
    }

    /** Tells other commands where this hub listens. Only the owner of the folder may read it. */
    void announce(HubAddresses addresses) {
        try {
            replace(path.resolve(ADDRESSES), addresses.toJson());
        } catch (IOException denied) {
            throw new HubException("The data folder " + path + " cannot be written (" + reason(denied) + ").", denied);
        }
    }

    /** Where the hub on this folder listens, when one is running there now. */
    public static Optional<HubAddresses> runningHub(Path folder) {
        try {
            return read(folder.resolve(ADDRESSES))
                    .map(HubAddresses::fromJson)
                    .filter(addresses -> isHeld(folder.resolve(LOCK)));
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }

    /** Whether a process holds the lock now; a process number alone may have passed to another program. */
    private static boolean isHeld(Path lockFile) {
        try (FileChannel other = FileChannel.open(lockFile, StandardOpenOption.WRITE)) {
            FileLock lock = tryLock(other);
            if (lock == null) {
                return true;
            }
            lock.release();
            return false;
        } catch (IOException unreadable) {
            return false;
        }
    }

    private static Optional<String> read(Path file) throws IOException {
        return Files.exists(file) ? Optional.of(Files.readString(file).trim()) : Optional.empty();
    }

    /** Writes a file so that nobody ever sees half of it. */
    private static void replace(Path file, String text) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        OwnerOnly.createFile(fresh);
        Files.writeString(fresh, text);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(path.resolve(ADDRESSES));
            lock.release();
            channel.close();
        } catch (IOException left) {
            throw new HubException("The data folder " + path + " could not be released (" + reason(left) + ").", left);
        }
    }

    private static void closeQuietly(@Nullable FileChannel channel, Exception cause) {
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException second) {
                cause.addSuppressed(second);
            }
        }
    }

    static String reason(IOException failure) {
        String kind = failure.getClass().getSimpleName().replace("Exception", "");
        return failure instanceof java.nio.file.FileSystemException
                ? kind + " " + failure.getMessage()
                : String.valueOf(failure.getMessage());
    }
}
