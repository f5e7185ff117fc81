package io.millrace.demo;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Programs written by others that look at our servers. One that is not installed skips the test with a line saying how
 * to get it; with {@code MILLRACE_REQUIRE_PEERS=true} it fails the test instead.
 */
public final class Peers {

    private static final Path SCRIPTS = Path.of("src/test/peers").toAbsolutePath();
    private static final Path NODE_MODULES =
            Path.of("../peers/node_modules").toAbsolutePath().normalize();

    private Peers() {}

    /** Runs a script with node-opcua at hand; what it printed, a line each. */
    public static List<String> node(Path scratch, String script, String... arguments) throws Exception {
        Path node = program("node", "apt-get install nodejs npm");
        if (!Files.isDirectory(NODE_MODULES.resolve("node-opcua"))) {
            missing("the npm package node-opcua", "npm ci --prefix peers");
        }
        return run(scratch, List.of(node.toString(), SCRIPTS.resolve(script).toString()), arguments);
    }

    /** Runs a script with pymodbus at hand. */
    public static List<String> pymodbus(Path scratch, String script, String... arguments) throws Exception {
        for (String candidate : List.of("/usr/bin/python3", "python3")) {
            Process probe = new ProcessBuilder(candidate, "-c", "import pymodbus.client")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (probe.waitFor() == 0) {
                return run(scratch, List.of(candidate, SCRIPTS.resolve(script).toString()), arguments);
            }
        }
        missing("pymodbus", "apt-get install python3-pymodbus python3-serial-asyncio");
        throw new IllegalStateException();
    }

    /** Where a program is. */
    public static Path program(String name, String howToGet) {
        Path found = Stream.concat(
                        Stream.of(System.getenv("PATH").split(":")), Stream.of("/usr/sbin", "/usr/local/sbin"))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst()
                .orElse(null);
        if (found == null) {
            missing(name, howToGet);
            throw new IllegalStateException();
        }
        return found;
    }

    public static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void missing(String what, String howToGet) {
        String sentence = what + " is not installed: " + howToGet;
        if ("true".equals(System.getenv("MILLRACE_REQUIRE_PEERS"))) {
            fail(sentence);
        }
        abort(sentence);
    }

    private static List<String> run(Path scratch, List<String> program, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(program);
        command.addAll(List.of(arguments));
        Path output = Files.createTempFile(scratch, "peer", ".out");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(scratch.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().put("NODE_PATH", NODE_MODULES.toString());
        builder.environment().put("HOME", scratch.toString());
        Process process = builder.start();
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                fail("the peer did not end: " + Files.readString(output, StandardCharsets.UTF_8));
            }
        } finally {
            process.destroyForcibly();
        }
        return Files.readAllLines(output, StandardCharsets.UTF_8);
    }
}
