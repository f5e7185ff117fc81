package io.millrace.historian.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Short-lived programs. */
final class Commands {

    /** @param output the end of what it printed, both streams together */
    record Outcome(int exit, String output) {
        boolean ok() {
            return exit == 0;
        }
    }

    private static final int MAX_OUTPUT = 8_000;

    private Commands() {}

    /** Runs a program to its end. One that cannot be started counts as exit 127, one that takes too long as 124. */
    static Outcome run(Duration limit, List<String> command) {
        Process process;
        try {
            process = prepare(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
        } catch (IOException notThere) {
            return new Outcome(127, String.valueOf(notThere.getMessage()));
        }
        CompletableFuture<String> output = CompletableFuture.supplyAsync(() -> drain(process));
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                return new Outcome(124, command.get(0) + " did not end within " + limit.toSeconds() + " s");
            }
            return new Outcome(process.exitValue(), output.get(2, TimeUnit.SECONDS));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
            return new Outcome(130, "interrupted");
        } catch (ExecutionException | TimeoutException noOutput) {
            return new Outcome(process.exitValue(), "");
        }
    }

    /** A builder whose environment holds nothing that could change how PostgreSQL behaves (PG*, LD_*, LC_*). */
    static ProcessBuilder prepare(List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command);
        Map<String, String> environment = builder.environment();
        String path = environment.getOrDefault("PATH", "/usr/local/bin:/usr/bin:/bin");
        environment.clear();
        environment.put("PATH", path + ":/usr/sbin:/sbin");
        environment.put("LC_ALL", "C");
        environment.put("TZ", "UTC");
        return builder;
    }

    /** Sends a signal. {@link Process#destroy} knows only SIGTERM, which PostgreSQL takes as "wait for everyone". */
    static void signal(String name, long pid) {
        run(Duration.ofSeconds(5), List.of("/bin/sh", "-c", "kill -\"$1\" \"$2\"", "sh", name, Long.toString(pid)));
    }

    static boolean onPath(String program) {
        for (String folder :
                System.getenv().getOrDefault("PATH", "/usr/bin:/bin").split(":", -1)) {
            if (!folder.isEmpty() && Files.isExecutable(Path.of(folder, program))) {
                return true;
            }
        }
        return false;
    }

    private static String drain(Process process) {
        try {
            byte[] all = process.getInputStream().readAllBytes();
            int from = Math.max(0, all.length - MAX_OUTPUT);
            return new String(all, from, all.length - from, StandardCharsets.UTF_8).strip();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
