package io.millrace.historian.embedded;

import io.millrace.model.Problem;
import io.millrace.model.settings.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;

/** A random password in a file that only the hub's user can read. */
final class Passwords {

    private Passwords() {}

    static Secret readOrMake(Path file) throws IOException {
        return Files.exists(file) ? read(file) : make(file);
    }

    /** For data that exists: without its password nobody gets in. */
    static Secret read(Path file) throws IOException {
        if (!Files.exists(file)) {
            throw Problem.of(
                            "historian-password-missing",
                            "The historian's data is there, but the file with its password, " + file + ", is not.",
                            "Put the file back from a backup of the data folder.")
                    .asException();
        }
        return new Secret(Files.readString(file).strip());
    }

    private static Secret make(Path file) throws IOException {
        byte[] random = new byte[24];
        new SecureRandom().nextBytes(random);
        String password = HexFormat.of().formatHex(random);
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        Files.createFile(fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(fresh, password + "\n");
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        return new Secret(password);
    }
}
