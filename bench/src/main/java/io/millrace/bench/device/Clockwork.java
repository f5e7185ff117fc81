package io.millrace.bench.device;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Has values made whenever they are due, on a thread of its own, from when it is first resumed. Its time goes on evenly,
 * whatever is done to the clock of the machine, so that no two times are the same. Thread-safe.
 */
final class Clockwork implements Device {

    /** Makes the values. */
    @FunctionalInterface
    interface Maker {

        /**
         * @param millis the time at which they are due; it grows from one call to the next
         * @param count how often it was called before
         */
        void make(long millis, long count);
    }

    private final Maker maker;
    private final Schedule schedule;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final long beginMillis = System.currentTimeMillis();
    private final long beginNanos = System.nanoTime();

    private boolean running;
    private long due;
    private long count;
    private long mark = beginMillis;

    Clockwork(long intervalMillis, Maker maker) {
        this.schedule = new Schedule(intervalMillis);
        this.maker = maker;
    }

    void start() {
        Thread thread = new Thread(this::run, "clockwork");
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        lock.lock();
        try {
            while (true) {
                long wait = due - now();
                if (!running) {
                    changed.await();
                } else if (wait > 0) {
                    var unused = changed.await(wait, TimeUnit.MILLISECONDS);
                } else {
                    maker.make(due, count);
                    count++;
                    mark = due;
                    due = schedule.next(due, now());
                }
            }
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    private long now() {
        return beginMillis + TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - beginNanos);
    }

    @Override
    public void pause() {
        lock.lock();
        try {
            running = false;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void resume() {
        lock.lock();
        try {
            due = schedule.firstAfter(Math.max(now(), mark));
            running = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Ticks ticks() {
        lock.lock();
        try {
            return new Ticks(count, mark);
        } finally {
            lock.unlock();
        }
    }
}
