package io.millrace.stage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The folder of a run. Only a folder that a run has made is ever emptied for the next. Not thread-safe. */
public final class Scratch {

    private static final Logger log = LoggerFactory.getLogger(Scratch.class);
    private static final String MARK = ".millrace-scratch";
    /** Of runs by earlier versions. */
    private static final String FORMER_MARK = ".millrace-prove";

    private Scratch() {}

    /**
     * Makes it, empty; what an earlier run left there is removed.
     *
     * @throws StageException when it cannot be made, or holds something that is not ours
     */
    public static Path make(Path folder) {
        try {
            if (Files.exists(folder)) {
                if (!isOurs(folder)) {
                    throw new StageException(
                            "The folder " + folder
                                    + " is there already and was not made by a run of ours. Choose another.",
                            null);
                }
                remove(folder);
            }
            Files.createDirectories(folder);
            Files.createFile(folder.resolve(MARK));
            return folder;
        } catch (IOException failed) {
            throw new StageException("The folder " + folder + " cannot be made: " + failed.getMessage(), failed);
        }
    }

    private static boolean isOurs(Path folder) {
        return Files.exists(folder.resolve(MARK)) || Files.exists(folder.resolve(FORMER_MARK));
    }

    /** Copies files, as far as that is possible: they are for people who want to know more. */
    public static void rescue(Path from, Path to) {
        if (!Files.isDirectory(from)) {
            return;
        }
        try (Stream<Path> files = Files.list(from)) {
            Files.createDirectories(to);
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, to.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException | UncheckedIOException failed) {
            log.atWarn()
                    .addKeyValue("folder", from)
                    .addKeyValue("why", failed.getMessage())
                    .log("files could not be kept");
        }
    }

    /** @throws StageException when something in it cannot be removed */
    public static void remove(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException | UncheckedIOException failed) {
            throw new StageException("The folder " + folder + " cannot be removed: " + failed.getMessage(), failed);
        }
    }
}
