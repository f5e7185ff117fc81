package io.millrace.app.hub;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Closes what was opened, the last first, whatever one of them says about it. */
final class Closing implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Closing.class);

    private record Step(String name, AutoCloseable part) {}

    private final Deque<Step> steps = new ArrayDeque<>();
    private boolean closed;

    /** Remembers a part; closes it at once when everything is closed already. */
    synchronized <T extends AutoCloseable> T add(String name, T part) {
        if (closed) {
            close(new Step(name, part));
        } else {
            steps.push(new Step(name, part));
        }
        return part;
    }

    @Override
    public synchronized void close() {
        closed = true;
        while (!steps.isEmpty()) {
            close(steps.pop());
        }
    }

    private static void close(Step step) {
        long start = System.nanoTime();
        try {
            step.part.close();
            log.atInfo()
                    .addKeyValue("part", step.name)
                    .addKeyValue("ms", (System.nanoTime() - start) / 1_000_000)
                    .log("stopped");
        } catch (Exception failed) {
            log.atWarn().addKeyValue("part", step.name).setCause(failed).log("did not stop cleanly");
        }
    }
}
