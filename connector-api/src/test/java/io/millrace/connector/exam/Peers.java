package io.millrace.connector.exam;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.opentest4j.TestAbortedException;

/**
 * Finds the programs of others that tests run against. What is not installed aborts the calling test, or fails it when
 * {@code MILLRACE_REQUIRE_PEERS=true}; either way with a line saying how to get it. Thread-safe.
 */
public final class Peers {

    private static final String REQUIRE = "MILLRACE_REQUIRE_PEERS";
    private static final Map<String, Optional<Path>> PYTHONS = new ConcurrentHashMap<>();

    private Peers() {}

    /** A script under {@code peers/} that Node.js runs; its first argument is the port, the others follow. */
    public static PeerProgram node(String script, String... arguments) {
        Path node = executable("node", "apt-get install nodejs npm");
        if (!Files.isDirectory(folder().resolve("node_modules"))) {
            throw missing("the npm packages of peers/", "npm ci --prefix peers");
        }
        return script(node, script, arguments);
    }

    /** A script under {@code peers/} that a Python having this module runs; its first argument is the port. */
    public static PeerProgram python(String module, String howToGet, String script, String... arguments) {
        Path python = PYTHONS.computeIfAbsent(module, Peers::findPython)
                .orElseThrow(() -> missing("a Python 3 with the module " + module, howToGet));
        return script(python, script, arguments).withEnvironment("PYTHONUNBUFFERED", "1");
    }

    /** A program that is found by its name; {@value PeerProgram#PORT} in an argument stands for the port. */
    public static PeerProgram program(String name, String howToGet, String... arguments) {
        return new PeerProgram(
                        List.of(executable(name, howToGet).toString()), Map.of(), PeerProgram.Readiness.LISTENING)
                .with(arguments);
    }

    /**
     * Where an executable is: on the path, or where Debian puts daemons.
     *
     * @param howToGet a command line: {@code apt-get install mosquitto}
     */
    public static Path executable(String name, String howToGet) {
        return find(name).orElseThrow(() -> missing(name, howToGet));
    }

    /** The folder {@code peers} of the project. */
    public static Path folder() {
        return projectRoot().resolve("peers");
    }

    /** The folder that holds {@code mvnw}, from the working directory upwards. */
    public static Path projectRoot() {
        Path start = Path.of("").toAbsolutePath();
        for (Path folder = start; folder != null; folder = folder.getParent()) {
            if (Files.exists(folder.resolve("mvnw"))) {
                return folder;
            }
        }
        throw new IllegalStateException("no mvnw in " + start + " or above it");
    }

    /** A port on 127.0.0.1 that nobody has at the moment. */
    public static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Whether a missing peer fails tests instead of skipping them. */
    public static boolean required() {
        return "true".equals(System.getenv(REQUIRE));
    }

    /** To be thrown when something is not installed. */
    public static RuntimeException missing(String what, String howToGet) {
        return missing(what, howToGet, required());
    }

    static RuntimeException missing(String what, String howToGet, boolean required) {
        String sentence = "This test needs " + what + ". To get it: " + howToGet;
        if (required) {
            throw new AssertionError(sentence + " (" + REQUIRE + "=true makes this a failure)");
        }
        return new TestAbortedException(sentence);
    }

    private static PeerProgram script(Path interpreter, String script, String... arguments) {
        return new PeerProgram(
                        List.of(interpreter.toString(), folder().resolve(script).toString(), PeerProgram.PORT),
                        Map.of(),
                        PeerProgram.Readiness.ANNOUNCED)
                .with(arguments);
    }

    private static Optional<Path> find(String name) {
        return folders().stream()
                .map(folder -> folder.resolve(name))
                .filter(Peers::isProgram)
                .findFirst();
    }

    private static List<Path> folders() {
        List<Path> folders = new ArrayList<>();
        String path = System.getenv("PATH");
        for (String folder : (path == null ? "" : path).split(File.pathSeparator)) {
            if (!folder.isBlank()) {
                folders.add(Path.of(folder));
            }
        }
        for (String folder : List.of("/usr/local/bin", "/usr/bin", "/usr/local/sbin", "/usr/sbin")) {
            folders.add(Path.of(folder));
        }
        return folders;
    }

    // Several Pythons may be installed, and the first on the path need not be the one that Debian's packages serve.
    private static Optional<Path> findPython(String module) {
        return folders().stream()
                .map(folder -> folder.resolve("python3"))
                .filter(Peers::isProgram)
                .distinct()
                .filter(python -> runs(python.toString(), "-c", "import " + module))
                .findFirst();
    }

    private static boolean isProgram(Path file) {
        return Files.isRegularFile(file) && Files.isExecutable(file);
    }

    private static boolean runs(String... command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (process.waitFor(20, TimeUnit.SECONDS)) {
                return process.exitValue() == 0;
            }
            process.destroyForcibly();
            return false;
        } catch (IOException notThere) {
            return false;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
