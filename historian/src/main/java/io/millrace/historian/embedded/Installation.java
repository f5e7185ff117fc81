package io.millrace.historian.embedded;

import com.github.luben.zstd.ZstdInputStream;
import io.millrace.model.Problem;
import io.millrace.model.ProblemException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.Properties;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The program files of one PostgreSQL version, unpacked below the historian's folder.
 *
 * @param home holds {@code bin}, {@code lib} and {@code share}
 * @param version such as {@code 18.4.0}
 */
record Installation(Path home, String version) {

    private static final Logger log = LoggerFactory.getLogger(Installation.class);
    private static final String PREFIX = "postgresql-";

    int major() {
        return Integer.parseInt(version.replaceAll("\\..*", ""));
    }

    String program(String name) {
        return home.resolve("bin").resolve(name).toString();
    }

    /** Unpacks the program, unless an earlier start did. A start that was killed half-way leaves nothing behind. */
    static Installation unpack(Path folder) throws IOException {
        String version = readVersion();
        Installation installation = new Installation(folder.resolve(PREFIX + version), version);
        if (Files.isExecutable(installation.home.resolve("bin/postgres"))) {
            return installation;
        }
        String archive = archiveName();
        try (InputStream packed = Installation.class.getResourceAsStream("/" + archive)) {
            if (packed == null) {
                throw notHere("This build of Millrace has no PostgreSQL for it (" + archive + ").");
            }
            long start = System.nanoTime();
            Path partial = folder.resolve(PREFIX + version + ".partial");
            Trees.delete(partial);
            Files.createDirectories(partial);
            TarExtractor.extract(new BufferedInputStream(new ZstdInputStream(packed), 1 << 16), partial);
            openToAll(partial);
            Files.move(partial, installation.home, StandardCopyOption.ATOMIC_MOVE);
            log.atInfo()
                    .addKeyValue("version", version)
                    .addKeyValue("seconds", (System.nanoTime() - start) / 100_000_000 / 10.0)
                    .log("PostgreSQL unpacked");
        }
        return installation;
    }

    /** Removes the programs of earlier versions, once this one has proved itself. */
    void removeOthers() {
        try (Stream<Path> neighbours = Files.list(home.resolveSibling(""))) {
            for (Path path : (Iterable<Path>) neighbours::iterator) {
                String name = String.valueOf(path.getFileName());
                if (name.startsWith(PREFIX) && !path.equals(home)) {
                    Trees.delete(path);
                }
            }
        } catch (IOException inTheWay) {
            log.atDebug().setCause(inTheWay).log("an older PostgreSQL could not be removed");
        }
    }

    private static void openToAll(Path root) throws IOException {
        try (Stream<Path> paths = Files.walk(root)) {
            for (Path path : (Iterable<Path>) paths.filter(Files::isDirectory)::iterator) {
                Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
            }
        }
    }

    private static String readVersion() throws IOException {
        try (InputStream in = Installation.class.getResourceAsStream("binaries.properties")) {
            if (in == null) {
                throw new IOException("binaries.properties is missing from the program");
            }
            Properties properties = new Properties();
            properties.load(in);
            return properties.getProperty("version");
        }
    }

    private static String archiveName() {
        String system = System.getProperty("os.name", "");
        String processor = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
        if (!system.equals("Linux")) {
            throw notHere("It exists for Linux only, and this is " + system + ".");
        }
        return switch (processor) {
            case "amd64", "x86_64" -> "postgres-linux-x86_64.tar.zst";
            case "aarch64", "arm64" -> "postgres-linux-arm_64.tar.zst";
            default -> throw notHere("It does not exist for the processor '" + processor + "'.");
        };
    }

    private static ProblemException notHere(String why) {
        return Problem.of(
                        "postgres-missing",
                        "The embedded PostgreSQL cannot run on this machine. " + why,
                        "Use a PostgreSQL of your own and give its JDBC URL in historian.jdbc.")
                .asException();
    }
}
