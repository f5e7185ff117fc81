package io.millrace.ingest;

import java.time.Instant;

/**
 * The state of a connection as it changes. Changed by the connection's thread, read by any.
 *
 * <p>While the log takes nothing, an answer of the device does not make the connection active: it does not deliver.
 */
final class Condition {

    private final Time time;
    private volatile ConnectionLife life;
    private boolean logBlocked;

    Condition(Time time) {
        this.time = time;
        this.life = ConnectionLife.stopped(now());
    }

    ConnectionLife life() {
        return life;
    }

    void started() {
        life = life.started(now());
    }

    void opened(boolean hasTags) {
        life = life.opened(hasTags, now());
    }

    void answered() {
        if (!logBlocked) {
            life = life.answered(now());
        }
    }

    /** Whether that is news: not what was the reason before. */
    boolean degraded(String reason) {
        boolean news = !life.isDegraded() || !reason.equals(life.lastError());
        life = life.degraded(reason, now());
        return news;
    }

    /** Whether that is news: not the latest error already. */
    boolean failed(String error) {
        boolean news = !error.equals(life.lastError());
        life = life.failed(error, now());
        return news;
    }

    /** @param delivering whether there would be something to deliver: the device has answered */
    void logBlocked(String reason, boolean delivering) {
        logBlocked = true;
        life = delivering ? life.degraded(reason, now()) : life.failed(reason, now());
    }

    void logFree(boolean delivering) {
        logBlocked = false;
        if (delivering) {
            life = life.answered(now());
        }
    }

    void ended() {
        life = life.ended(now());
    }

    private Instant now() {
        return time.clock().instant();
    }
}
