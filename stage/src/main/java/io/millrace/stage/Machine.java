package io.millrace.stage;

import java.lang.management.ManagementFactory;

/**
 * Where something was run.
 *
 * @param cores that this process may use
 * @param memoryBytes of the machine or its container; 0 where the system does not tell
 * @param system name, version and architecture
 * @param java version of this process's Java
 */
public record Machine(int cores, long memoryBytes, String system, String java) {

    public static Machine here() {
        long memory =
                ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system
                        ? system.getTotalMemorySize()
                        : 0;
        return new Machine(
                Runtime.getRuntime().availableProcessors(),
                memory,
                System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                        + System.getProperty("os.arch"),
                System.getProperty("java.runtime.version"));
    }
}
