package io.millrace.backbone;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.apache.kafka.common.utils.Exit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps Kafka from ending a process it is only a guest in. Where it would call {@code System.exit} or halt, the nodes
 * of this process are told instead, and whoever owns the process decides.
 */
final class ExitGuard {

    private static final Logger log = LoggerFactory.getLogger(ExitGuard.class);
    private static final List<Consumer<String>> LISTENERS = new CopyOnWriteArrayList<>();

    static {
        Exit.setExitProcedure(ExitGuard::report);
        Exit.setHaltProcedure(ExitGuard::report);
    }

    private ExitGuard() {}

    /** Kafka does not say which node it speaks of, so all of them are told. */
    static void add(Consumer<String> listener) {
        LISTENERS.add(listener);
    }

    static void remove(Consumer<String> listener) {
        LISTENERS.remove(listener);
    }

    private static void report(int statusCode, @Nullable String message) {
        String what = message == null || message.isBlank() ? "exit code " + statusCode : message;
        log.atError()
                .addKeyValue("thread", Thread.currentThread().getName())
                .addKeyValue("reason", what)
                .log("the log's node gave up");
        LISTENERS.forEach(listener -> listener.accept(what));
    }
}
