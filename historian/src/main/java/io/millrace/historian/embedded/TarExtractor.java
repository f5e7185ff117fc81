package io.millrace.historian.embedded;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Unpacks a tar stream (POSIX.1-1988 ustar with GNU long names): files, folders and symbolic links, nothing that leaves
 * the target folder. A hundred lines instead of a dependency on an archive library.
 */
final class TarExtractor {

    private static final int BLOCK = 512;

    private final InputStream in;
    private final Path root;

    private TarExtractor(InputStream in, Path root) {
        this.in = in;
        this.root = root.toAbsolutePath().normalize();
    }

    /** @param root an existing folder */
    static void extract(InputStream tar, Path root) throws IOException {
        new TarExtractor(tar, root).run();
    }

    private void run() throws IOException {
        String longName = "";
        while (true) {
            byte[] header = in.readNBytes(BLOCK);
            if (header.length == 0 || isZero(header)) {
                return;
            }
            if (header.length < BLOCK) {
                throw new EOFException("the archive ends within a header");
            }
            long size = octal(header, 124, 12);
            char type = (char) header[156];
            if (type == 'L') {
                longName = text(in.readNBytes(Math.toIntExact(size)), 0, Math.toIntExact(size));
                skipPadding(size);
                continue;
            }
            String name = longName.isEmpty() ? name(header) : longName;
            longName = "";
            entry(type, name, header, size);
        }
    }

    private void entry(char type, String name, byte[] header, long size) throws IOException {
        Path target = inside(root.resolve(name), name);
        switch (type) {
            case '0', '\0' -> {
                Files.createDirectories(parent(target));
                writeFile(target, size);
                boolean executable = (octal(header, 100, 8) & 0100) != 0;
                Files.setPosixFilePermissions(
                        target, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
                skipPadding(size);
            }
            case '5' -> Files.createDirectories(target);
            case '2' -> {
                Path link = Path.of(text(header, 157, 100));
                inside(parent(target).resolve(link), name);
                Files.createDirectories(parent(target));
                Files.createSymbolicLink(target, link);
            }
            default -> throw new IOException("the archive holds an entry of unknown type '" + type + "': " + name);
        }
    }

    private void writeFile(Path target, long size) throws IOException {
        try (OutputStream out = Files.newOutputStream(target)) {
            byte[] buffer = new byte[1 << 16];
            long left = size;
            while (left > 0) {
                int read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
                if (read < 0) {
                    throw new EOFException("the archive ends within " + target);
                }
                out.write(buffer, 0, read);
                left -= read;
            }
        }
    }

    private Path inside(Path path, String name) throws IOException {
        Path normal = path.normalize();
        if (!normal.startsWith(root)) {
            throw new IOException("the archive holds an entry that leaves its folder: " + name);
        }
        return normal;
    }

    private static Path parent(Path path) throws IOException {
        Path parent = path.getParent();
        if (parent == null) {
            throw new IOException("no folder above " + path);
        }
        return parent;
    }

    private void skipPadding(long size) throws IOException {
        in.skipNBytes((BLOCK - size % BLOCK) % BLOCK);
    }

    private static String name(byte[] header) {
        String prefix = header[262] == 0 ? text(header, 345, 155) : "";
        String name = text(header, 0, 100);
        return prefix.isEmpty() ? name : prefix + "/" + name;
    }

    private static String text(byte[] bytes, int from, int length) {
        int end = from;
        while (end < from + length && bytes[end] != 0) {
            end++;
        }
        return new String(bytes, from, end - from, StandardCharsets.UTF_8);
    }

    private static long octal(byte[] header, int from, int length) throws IOException {
        String digits = text(header, from, length).trim();
        try {
            return digits.isEmpty() ? 0 : Long.parseLong(digits, 8);
        } catch (NumberFormatException notOctal) {
            throw new IOException("the archive's header is damaged: '" + digits + "'", notOctal);
        }
    }

    private static boolean isZero(byte[] block) {
        for (byte b : block) {
            if (b != 0) {
                return false;
            }
        }
        return true;
    }
}
