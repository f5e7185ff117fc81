package io.millrace.backbone;

import io.millrace.backbone.BackboneException.Kind;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.metadata.properties.MetaProperties;
import org.apache.kafka.metadata.properties.MetaPropertiesEnsemble;
import org.apache.kafka.metadata.properties.PropertiesUtils;
import org.apache.kafka.metadata.storage.Formatter;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder an embedded node lives in: there, writable, formatted, and ours alone for as long as this is open. Kafka
 * locks it too, but only after its controller has begun to write in it.
 */
final class NodeFolder implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(NodeFolder.class);
    /** A node that starts checks the end of its log and writes anew what tells where records are. */
    private static final long LEAST_BYTES = 8L << 20;

    private static final String LOCK_FILE = "millrace.lock";

    private final Path path;
    private final FileChannel lockFile;

    private NodeFolder(Path path, FileChannel lockFile) {
        this.path = path;
        this.lockFile = lockFile;
    }

    /** Takes possession of the folder, and formats it when it is new. */
    static NodeFolder open(Path folder, int nodeId) {
        Path path = folder.toAbsolutePath().normalize();
        NodeFolder opened = new NodeFolder(path, lock(path));
        try {
            opened.requireSpace();
            opened.formatIfNew(nodeId);
            return opened;
        } catch (RuntimeException failed) {
            opened.close();
            throw failed;
        }
    }

    Path path() {
        return path;
    }

    /** Whether there is less space than a node needs to work; not known means no. */
    boolean isFull() {
        return freeBytes() < LEAST_BYTES;
    }

    /** What is free, for a sentence. */
    String free() {
        return freeBytes() / 1024 + " KiB";
    }

    private long freeBytes() {
        try {
            FileStore store = Files.getFileStore(path);
            // Some file systems do not tell, and say 0 to everything.
            return store.getTotalSpace() == 0 ? Long.MAX_VALUE : store.getUsableSpace();
        } catch (IOException unknown) {
            log.atDebug().setCause(unknown).log("the free space is not known");
            return Long.MAX_VALUE;
        }
    }

    private void requireSpace() {
        if (isFull()) {
            throw new BackboneException(
                    Kind.DISK_FULL,
                    "The disk of " + path + " is full: " + free() + " are free, and the log needs "
                            + LEAST_BYTES / (1 << 20) + " MiB to start. Make room, then start the hub again.",
                    null);
        }
    }

    private static FileChannel lock(Path path) {
        FileChannel file;
        try {
            Files.createDirectories(path);
            file = FileChannel.open(path.resolve(LOCK_FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        } catch (FileAlreadyExistsException notFolder) {
            throw new BackboneException(
                    Kind.FOLDER_UNUSABLE,
                    "The log cannot use " + path + ": there is a file where the folder should be. Choose another data"
                            + " folder.",
                    notFolder);
        } catch (IOException refused) {
            throw unusable(path, refused);
        }
        try {
            FileLock lock = file.tryLock();
            if (lock != null) {
                return file;
            }
        } catch (OverlappingFileLockException inThisProcess) {
            log.atDebug().addKeyValue("folder", path).log("the folder is locked by this process");
        } catch (IOException refused) {
            closeQuietly(file);
            throw unusable(path, refused);
        }
        closeQuietly(file);
        throw new BackboneException(
                Kind.FOLDER_IN_USE,
                "Another hub keeps its log in " + path + ". Stop it, or choose another data folder.",
                null);
    }

    private void formatIfNew(int nodeId) {
        Path identity = path.resolve(MetaPropertiesEnsemble.META_PROPERTIES_NAME);
        try {
            if (Files.exists(identity)) {
                requireOurs(identity, nodeId);
                return;
            }
            String clusterId = Uuid.randomUuid().toString();
            new Formatter()
                    .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                    .setNodeId(nodeId)
                    .setClusterId(clusterId)
                    .addDirectory(path.toString())
                    .setMetadataLogDirectory(path.toString())
                    .setControllerListenerName(NodeProperties.CONTROLLER_LISTENER)
                    .setIgnoreFormatted(true)
                    .run();
            log.atInfo()
                    .addKeyValue("folder", path)
                    .addKeyValue("cluster", clusterId)
                    .log("made a new log");
        } catch (IOException refused) {
            throw unusable(path, refused);
        } catch (BackboneException said) {
            throw said;
        } catch (Exception failed) {
            throw new BackboneException(
                    Kind.FOLDER_UNUSABLE,
                    "The log could not be set up in " + path + " (" + Causes.sentence(failed)
                            + "). Check that the disk has space and the folder belongs to the user of this program.",
                    failed);
        }
    }

    private void requireOurs(Path identity, int nodeId) throws IOException {
        MetaProperties found;
        try {
            found = new MetaProperties.Builder(PropertiesUtils.readPropertiesFile(identity.toString())).build();
        } catch (RuntimeException unreadable) {
            throw damaged(identity, Causes.sentence(unreadable), unreadable);
        }
        if (found.clusterId().isEmpty()) {
            throw damaged(identity, "it names no cluster", null);
        }
        if (found.nodeId().isEmpty() || found.nodeId().getAsInt() != nodeId) {
            throw damaged(identity, "it belongs to another Kafka node", null);
        }
    }

    private BackboneException damaged(Path file, String what, @Nullable Throwable cause) {
        return new BackboneException(
                Kind.FOLDER_DAMAGED,
                "The log in " + path + " cannot be opened: " + file.getFileName() + " is not as it should be (" + what
                        + "). Restore the folder from a backup, or move it away to begin a new log.",
                cause);
    }

    private static BackboneException unusable(Path path, IOException refused) {
        return new BackboneException(
                Kind.FOLDER_UNUSABLE,
                "The log cannot write in " + path + " (" + Causes.sentence(refused)
                        + "). Check that the disk has space and the folder belongs to the user of this program.",
                refused);
    }

    @Override
    public void close() {
        closeQuietly(lockFile);
    }

    private static void closeQuietly(FileChannel file) {
        try {
            file.close();
        } catch (IOException ignored) {
            log.atDebug().setCause(ignored).log("closing the lock file");
        }
    }
}
