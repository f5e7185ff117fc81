package io.millrace.app.cli;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;

/**
 * What a command has cost so far.
 *
 * @param heapMiB the most that each part of the heap held, together
 */
record Cost(long seconds, long heapMiB) {

    static Cost since(long nanos) {
        long heap = ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .map(MemoryPoolMXBean::getPeakUsage)
                .mapToLong(peak -> peak == null ? 0 : peak.getUsed())
                .sum();
        return new Cost((System.nanoTime() - nanos) / 1_000_000_000L, heap >> 20);
    }
}
