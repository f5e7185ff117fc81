package io.millrace.bench.scenario;

import io.millrace.stage.HubProcess;
import io.millrace.stage.Pause;
import io.millrace.stage.StageException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A hub that did not manage a step: why, in a sentence, and nothing of it may be left. */
final class GrowthTrouble {

    /** A hub without memory refuses first, and ends a little later. */
    private static final Duration DYING = Duration.ofSeconds(5);

    private static final long LOOK_MILLIS = 50;
    private static final long END_SECONDS = 10;
    private static final int CHARACTERS = 200;

    private GrowthTrouble() {}

    static String sentence(HubProcess hub, StageException failed) {
        long deadline = System.nanoTime() + DYING.toNanos();
        while (hub.isRunning() && System.nanoTime() - deadline < 0) {
            Pause.millis(LOOK_MILLIS);
        }
        String message = String.valueOf(failed.getMessage());
        return hub.exitCode().isPresent()
                ? "The hub ended with exit code " + hub.exitCode().getAsInt() + ": " + reason(hub.lastWords())
                : shortened(message.lines().findFirst().orElse(message));
    }

    /** The line that names the error, or else the last one. */
    static String reason(String lastWords) {
        List<String> lines = lastWords
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList();
        if (lines.isEmpty()) {
            return "it said nothing.";
        }
        return shortened(lines.stream()
                .filter(line -> line.contains("OutOfMemoryError"))
                .findFirst()
                .orElse(lines.get(lines.size() - 1)));
    }

    private static String shortened(String line) {
        String text = line.length() <= CHARACTERS ? line : line.substring(0, CHARACTERS) + "...";
        return text.endsWith(".") ? text : text + ".";
    }

    /** A hub that ended of itself leaves its database running. */
    static void endAll(List<ProcessHandle> children) {
        children.forEach(ProcessHandle::destroyForcibly);
        CompletableFuture<?>[] ends =
                children.stream().map(ProcessHandle::onExit).toArray(CompletableFuture<?>[]::new);
        try {
            CompletableFuture.allOf(ends).get(END_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException survived) {
            throw new StageException("The database of a hub that ended survived its kill -9.", survived);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new StageException("Interrupted while the database of a hub was ended.", interrupted);
        }
    }
}
