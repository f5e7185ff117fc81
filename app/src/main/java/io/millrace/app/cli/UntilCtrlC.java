package io.millrace.app.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Lets a command end in its own way when it is told to stop: it is asked, and the process waits some seconds for it. */
final class UntilCtrlC implements AutoCloseable {

    private static final int SECONDS = 5;

    private final CountDownLatch done = new CountDownLatch(1);
    private final Thread hook = new Thread(this::ask, "stop");
    private volatile boolean asked;

    UntilCtrlC() {
        Runtime.getRuntime().addShutdownHook(hook);
    }

    private void ask() {
        asked = true;
        try {
            done.await(SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    boolean asked() {
        return asked;
    }

    /** From here on the process may be gone before another word is said. */
    @Override
    public void close() {
        done.countDown();
        if (!asked) {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException stopping) {
                // it has just been asked, and need not wait any more
            }
        }
    }
}
