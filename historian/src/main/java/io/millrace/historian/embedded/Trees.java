package io.millrace.historian.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** Whole folders. */
final class Trees {

    private Trees() {}

    static void delete(Path root) throws IOException {
        if (Files.exists(root, LinkOption.NOFOLLOW_LINKS)) {
            childrenFirst(root, Files::delete);
        }
    }

    /** Gives a folder to a user. The root comes last: when it has the right owner, so has everything below. */
    static void chown(Path root, int user, int group) throws IOException {
        if (owner(root) == user) {
            return;
        }
        childrenFirst(root, path -> {
            Files.setAttribute(path, "unix:gid", group, LinkOption.NOFOLLOW_LINKS);
            Files.setAttribute(path, "unix:uid", user, LinkOption.NOFOLLOW_LINKS);
        });
    }

    static int owner(Path path) throws IOException {
        return (Integer) Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS);
    }

    private static void childrenFirst(Path root, Each each) throws IOException {
        try (Stream<Path> paths = Files.walk(root)) {
            for (Path path : (Iterable<Path>) paths.sorted(Comparator.reverseOrder())::iterator) {
                each.accept(path);
            }
        } catch (UncheckedIOException failed) {
            throw failed.getCause();
        }
    }

    private interface Each {
        void accept(Path path) throws IOException;
    }
}
