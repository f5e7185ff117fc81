package io.millrace.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** A hub run from the unpacked archive, as a user would run it. Not thread-safe. */
final class HubProcess implements AutoCloseable {

    static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration START = Duration.ofSeconds(90);
    /** For programs that come and go in seconds: none lives long enough to gain by being compiled well. */
    private static final Map<String, String> BRIEF = Map.of("MILLRACE_JAVA_OPTS", "-XX:TieredStopAtLevel=1");

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final Path home;
    private final List<String> command;
    private final Path data;
    private final Map<String, String> environment;
    private Process process;
    private Path output;
    private JsonNode addresses;

    private HubProcess(Path home, List<String> command, Path data, Map<String, String> environment) {
        this.home = home;
        this.command = new ArrayList<>(command);
        this.data = data;
        this.environment = environment;
    }

    /** The unpacked archive. */
    static Path archive() {
        Path archive = Path.of(System.getProperty("millrace.archive", "../app/target/millrace"));
        assertThat(archive.resolve("bin/millrace"))
                .as("the archive, built by 'package'")
                .isExecutable();
        return archive;
    }

    /** Runs {@code millrace up} as it is delivered, for those who put a load on it, and returns when it is ready. */
    static HubProcess up(Path site, Path data, String... more) {
        return up(Map.of(), site, data, more);
    }

    /** The same for those who ask a thing or two of it. */
    static HubProcess brief(Path site, Path data, String... more) {
        return up(BRIEF, site, data, more);
    }

    private static HubProcess up(Map<String, String> environment, Path site, Path data, String... more) {
        List<String> command = new ArrayList<>(List.of("up", site.toString(), "--data", data.toString()));
        command.addAll(List.of(more));
        HubProcess hub = new HubProcess(archive(), command, data, environment);
        hub.start();
        return hub;
    }

    /**
     * Runs {@code millrace demo} on free ports and returns when it is ready: from the archive as it is downloaded, without
     * the classes that were prepared for the other tests.
     */
    static HubProcess demo(Path data) {
        Path home = asDownloaded(data.resolveSibling("millrace"));
        HubProcess hub = new HubProcess(
                home,
                List.of("demo", "--free-ports", "--data", data.toString()),
                data,
                Map.of("XDG_CACHE_HOME", home.toString()));
        hub.start();
        return hub;
    }

    private static Path asDownloaded(Path home) {
        try (Stream<Path> parts = Files.list(archive().toAbsolutePath().normalize())) {
            Files.createDirectories(home);
            for (Path part : (Iterable<Path>) parts::iterator) {
                if (!part.endsWith("cache")) {
                    Files.createSymbolicLink(home.resolve(part.getFileName()), part);
                }
            }
            return home;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Runs a command to its end and returns what it printed and its exit code. */
    static Outcome run(String... arguments) {
        return run(Duration.ofSeconds(60), arguments);
    }

    /** The same for one that takes its time. */
    static Outcome run(Duration limit, String... arguments) {
        return run(limit, BRIEF, arguments);
    }

    /**
     * The same.
     *
     * @param environment of it and of all that it starts
     */
    static Outcome run(Duration limit, Map<String, String> environment, String... arguments) {
        return toItsEnd(limit, program(archive(), List.of(arguments), environment));
    }

    /** Runs any program to its end; one that takes longer fails the test and is killed. */
    static Outcome toItsEnd(Duration limit, ProcessBuilder program) {
        try {
            Path file = Files.createTempFile("program", ".out");
            try {
                Process process = launch(program, file);
                boolean ended = process.waitFor(limit.toSeconds(), TimeUnit.SECONDS);
                if (!ended) {
                    process.destroyForcibly();
                }
                assertThat(ended)
                        .as("'%s' ends", String.join(" ", program.command()))
                        .isTrue();
                return new Outcome(process.exitValue(), Files.readString(file));
            } finally {
                Files.deleteIfExists(file);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    record Outcome(int code, String output) {}

    /** Starts a command that the caller ends. */
    static Process begin(Path output, String... arguments) throws IOException {
        return launch(program(archive(), List.of(arguments), BRIEF), output);
    }

    private static ProcessBuilder program(Path home, List<String> arguments, Map<String, String> environment) {
        List<String> words = new ArrayList<>();
        words.add(home.resolve("bin/millrace").toString());
        words.addAll(arguments);
        ProcessBuilder program = new ProcessBuilder(words);
        program.environment().putAll(environment);
        return program;
    }

    private static Process launch(ProcessBuilder program, Path output) throws IOException {
        Process started = program.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()))
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(started::destroyForcibly));
        return started;
    }

    /** Starts (again) on the same data folder and returns when it is ready. */
    void start() {
        try {
            Files.createDirectories(data);
            output = data.resolveSibling(data.getFileName() + ".out");
            Files.deleteIfExists(data.resolve("hub.json"));
            process = launch(program(home, command, environment), output);
            Awaitility.await("the hub is ready: " + output)
                    .atMost(START)
                    .pollInterval(Duration.ofMillis(50))
                    .failFast("the hub ended while starting", () -> {
                        if (!process.isAlive()) {
                            throw new AssertionError("the hub ended while starting:\n" + output());
                        }
                    })
                    .until(() -> Files.exists(data.resolve("hub.json")));
            addresses = JSON.readTree(data.resolve("hub.json").toFile());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Starts again with the historian on this port. */
    void start(int historianPort) {
        command.addAll(List.of("--set", "historian.port=" + historianPort));
        start();
    }

    /** SIGTERM; returns how long the stop took. */
    Duration stop() {
        long begin = System.nanoTime();
        process.destroy();
        awaitEnd(Duration.ofSeconds(20));
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    /** Kill -9. */
    void kill() {
        process.destroyForcibly();
        awaitEnd(Duration.ofSeconds(10));
    }

    private void awaitEnd(Duration patience) {
        try {
            assertThat(process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS))
                    .as("the hub ends")
                    .isTrue();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    int exitCode() {
        return process.exitValue();
    }

    long pid() {
        return process.pid();
    }

    Path data() {
        return data;
    }

    String output() {
        try {
            return Files.readString(output, StandardCharsets.UTF_8);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    String console() {
        return addresses.get("console").asText();
    }

    String kafka() {
        return addresses.get("kafka").asText();
    }

    int mqttPort() {
        return URI.create(addresses.get("mqtt").get(0).asText()).getPort();
    }

    String jdbcUrl() {
        return addresses.get("postgres").asText();
    }

    String postgresUser() {
        return addresses.get("postgresUser").asText();
    }

    String postgresPassword() {
        try {
            return Files.readString(
                            Path.of(addresses.get("postgresPasswordFile").asText()))
                    .trim();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Asks the REST API. */
    JsonNode get(String path) {
        return answer(request(path).timeout(Duration.ofSeconds(10)));
    }

    /** Has the hub do something. */
    JsonNode post(String path, String body) {
        return answer(request(path).timeout(Duration.ofSeconds(40)).POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(console()).resolve(path));
    }

    private static JsonNode answer(HttpRequest.Builder request) {
        try {
            return JSON.readTree(HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString())
                    .body());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    /** Resident memory of the hub's own process, in bytes, as the kernel accounts it. */
    long residentBytes() {
        try {
            for (String line : Files.readAllLines(Path.of("/proc/" + pid() + "/status"))) {
                if (line.startsWith("VmRSS:")) {
                    return Long.parseLong(line.replaceAll("\\D+", "")) * 1024;
                }
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        throw new IllegalStateException("no VmRSS of process " + pid());
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            process.destroy();
            try {
                if (!process.waitFor(15, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                }
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                process.destroyForcibly();
            }
        }
    }
}
