package io.millrace.notify;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends what is in one outbox, on a thread of its own: one message after the other, each until it is taken, with longer and
 * longer pauses. One that nobody took for a day is given up, and counted. The outbox and the journal are used under a lock
 * that all couriers share.
 */
final class Courier {

    private static final Logger log = LoggerFactory.getLogger(Courier.class);
    private static final Duration GIVE_UP = Duration.ofDays(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);
    private static final int MOST_DOUBLINGS = 20;
    private static final long LOOK_MILLIS = 500;

    private final NotificationSettings settings;
    private final Outbox outbox;
    private final Sender sender;
    private final Keeping keeping;
    private final ReentrantLock lock;
    private final Condition news;
    private final Duration firstPause;
    private final Clock clock;
    private final Thread thread;
    private volatile boolean closed;
    private long sent;
    private long failed;
    private long givenUp;
    private int failedInARow;
    private @Nullable String problem;
    private @Nullable Instant since;

    /** Puts all outboxes on disk. */
    interface Keeping {
        void keep() throws IOException;
    }

    Courier(
            NotificationSettings settings,
            Outbox outbox,
            Sender sender,
            Keeping keeping,
            ReentrantLock lock,
            Duration firstPause,
            Clock clock) {
        this.settings = settings;
        this.outbox = outbox;
        this.sender = sender;
        this.keeping = keeping;
        this.lock = lock;
        this.news = lock.newCondition();
        this.firstPause = firstPause;
        this.clock = clock;
        this.thread = new Thread(this::run, "notify-" + settings.name());
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    Outbox outbox() {
        return outbox;
    }

    /** There may be something to send; called with the lock held. */
    void wake() {
        news.signalAll();
    }

    private void run() {
        try {
            while (!closed) {
                Notice notice = await();
                if (notice != null) {
                    deliver(notice);
                }
            }
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException fault) {
            log.atError()
                    .addKeyValue("notification", settings.name())
                    .setCause(fault)
                    .log("a notification ended");
            failed("A fault of the program ended it: " + fault);
        }
    }

    private @Nullable Notice await() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            Notice notice = outbox.next(clock.millis());
            if (notice == null) {
                news.await(LOOK_MILLIS, TimeUnit.MILLISECONDS);
            }
            return notice;
        } finally {
            lock.unlock();
        }
    }

    private void deliver(Notice notice) throws InterruptedException {
        try {
            sender.send(notice);
        } catch (SendException refused) {
            failed(String.valueOf(refused.getMessage()));
            if (clock.millis() - notice.since() > GIVE_UP.toMillis()) {
                log.atError()
                        .addKeyValue("notification", settings.name())
                        .addKeyValue("key", notice.key())
                        .log("a notification is given up: nobody took it for a day");
                done(notice, false);
            } else {
                pause();
            }
            return;
        }
        done(notice, true);
    }

    private void failed(String sentence) {
        lock.lock();
        try {
            failed++;
            if (failedInARow++ == 0) {
                since = clock.instant();
                log.atWarn().addKeyValue("notification", settings.name()).log(sentence);
            }
            problem = sentence;
        } finally {
            lock.unlock();
        }
    }

    private void done(Notice notice, boolean taken) throws InterruptedException {
        lock.lock();
        try {
            outbox.done(notice);
            if (taken) {
                sent++;
                failedInARow = 0;
                problem = null;
                since = null;
            } else {
                givenUp++;
            }
            keeping.keep();
        } catch (IOException full) {
            // it is sent, and would be sent again after a restart, with the same key
            problem = "The record of what was sent cannot be written (" + full.getMessage() + ").";
            since = clock.instant();
        } finally {
            lock.unlock();
        }
    }

    private void pause() throws InterruptedException {
        long factor = 1L << Math.min(MOST_DOUBLINGS, failedInARow - 1);
        long millis = Math.min(LONGEST_PAUSE.toMillis(), firstPause.toMillis() * factor);
        Thread.sleep(millis);
    }

    /** Called with the lock held. */
    NotificationStatus status() {
        return new NotificationStatus(
                settings.name(), settings.channel().words(), outbox.waiting(), sent, failed, givenUp, problem, since);
    }

    void close(Duration patience) {
        closed = true;
        thread.interrupt();
        try {
            thread.join(patience.toMillis());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
