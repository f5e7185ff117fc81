package io.millrace.bench.stream;

import io.millrace.stage.JavaProcess;
import io.millrace.stage.StageException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A program of this package as a process of its own, of which only the end of its complaints is ever read. */
final class ChildProcess {

    private static final int LAST_WORDS = 1_000;

    private final String name;
    private final Path errors;
    private final JavaProcess process;

    ChildProcess(String name, Class<?> main, List<String> options, List<String> arguments, Path errors) {
        this.name = name;
        this.errors = errors;
        List<String> all = new ArrayList<>(List.of(
                "-XX:+ExitOnOutOfMemoryError",
                "--enable-native-access=ALL-UNNAMED",
                "-Dlogback.configurationFile=io/millrace/bench/stream/logback.xml"));
        all.addAll(options);
        this.process = JavaProcess.start(name, main, all, arguments, errors, line -> {});
    }

    JavaProcess process() {
        return process;
    }

    Optional<Long> residentBytes() {
        return process.residentBytes();
    }

    /** @throws StageException when it has ended */
    void check() {
        if (!process.isRunning()) {
            throw failure(
                    "ended by itself, with exit code " + process.exitCode().orElse(-1));
        }
    }

    StageException failure(String what) {
        return new StageException("The " + name + " " + what + ": " + lastWords(), null);
    }

    boolean awaitEnd(Duration limit) {
        return process.awaitEnd(limit);
    }

    private String lastWords() {
        try {
            String text = new String(Files.readAllBytes(errors), StandardCharsets.UTF_8).strip();
            return text.isEmpty() ? "it said nothing" : text.substring(Math.max(0, text.length() - LAST_WORDS));
        } catch (IOException unreadable) {
            return "it said nothing that can be read";
        }
    }
}
