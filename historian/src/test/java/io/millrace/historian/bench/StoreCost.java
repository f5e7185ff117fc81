package io.millrace.historian.bench;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;

/**
 * What a store costs its thread, per row: wall-clock time, processor time (waiting for PostgreSQL and collecting garbage
 * are not in it) and bytes allocated, over the later half of the batches. Before each of them the caches are filled with
 * something else, as the other threads of a hub do. Not thread-safe.
 */
final class StoreCost {

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final int rows;
    private final long[] wall;
    private final long[] processor;
    private final long[] bytes;
    private final byte[] others = new byte[16 << 20];
    private int taken;

    StoreCost(int batches, int rows) {
        this.rows = rows;
        wall = new long[batches];
        processor = new long[batches];
        bytes = new long[batches];
    }

    /** Stores a batch. */
    interface Store {
        void run() throws Exception;
    }

    void measure(Store store) throws Exception {
        Arrays.fill(others, (byte) taken);
        long begunWall = System.nanoTime();
        long begunProcessor = threads.getCurrentThreadCpuTime();
        long begunBytes = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
        store.run();
        bytes[taken] = threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - begunBytes;
        processor[taken] = threads.getCurrentThreadCpuTime() - begunProcessor;
        wall[taken] = System.nanoTime() - begunWall;
        taken++;
    }

    void print(String what) {
        System.out.printf(
                "%-45s %,8d ns, %,6d of them processor; %,6d bytes a row; median batch %,d, %,d, %,d (%d x %d)%n",
                what,
                mean(wall),
                mean(processor),
                mean(bytes),
                median(wall),
                median(processor),
                median(bytes),
                taken,
                rows);
    }

    private long[] later(long[] all) {
        return Arrays.copyOfRange(all, taken / 2, taken);
    }

    private long mean(long[] all) {
        return (long) Arrays.stream(later(all)).average().orElse(0) / rows;
    }

    private long median(long[] all) {
        long[] later = later(all);
        Arrays.sort(later);
        return later[later.length / 2] / rows;
    }
}
