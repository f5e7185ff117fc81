package io.millrace.stage;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Sends signals to processes by their number. Thread-safe. */
public final class Signals {

    private static final long LIMIT_SECONDS = 5;

    private Signals() {}

    /**
     * Sends one signal to all of these at once; those that are gone are no matter.
     *
     * @param signal its name without SIG, such as {@code KILL}
     */
    public static void send(String signal, Collection<Long> processes) {
        if (processes.isEmpty()) {
            return;
        }
        List<String> command = new ArrayList<>(List.of("kill", "-" + signal));
        processes.forEach(process -> command.add(Long.toString(process)));
        try {
            Process kill = new ProcessBuilder(command)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!kill.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                kill.destroyForcibly();
                throw new StageException("The command 'kill -" + signal + "' does not end.", null);
            }
        } catch (IOException failed) {
            throw new StageException("The command 'kill' cannot be run: " + failed.getMessage(), failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new StageException("Interrupted while sending a signal.", interrupted);
        }
    }

    /** The same to one process. */
    public static void send(String signal, long process) {
        send(signal, List.of(process));
    }
}
