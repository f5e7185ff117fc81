package io.millrace.ingest;

import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * What others have to tell the connection's thread: the end of a read, the loss of a session. Holds one message at most
 * for each thing under way. Thread-safe.
 */
final class Mailbox {

    private final ConcurrentLinkedQueue<Runnable> messages = new ConcurrentLinkedQueue<>();
    private final Runnable wakeUp;

    Mailbox(Runnable wakeUp) {
        this.wakeUp = wakeUp;
    }

    void post(Runnable message) {
        messages.add(message);
        wakeUp.run();
    }

    /** For the owner: runs what is there. */
    void runAll() {
        for (Runnable message = messages.poll(); message != null; message = messages.poll()) {
            message.run();
        }
    }
}
