package io.millrace.bench.scenario;

import io.millrace.bench.device.DeviceProcess;
import io.millrace.stage.HubProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Processor time by who used it, in seconds on all cores together.
 *
 * @param available of all cores; NaN where the system does not tell
 * @param used by anybody on the machine; NaN where the system does not tell
 */
record TagsProcessor(double hub, double database, double device, double used, double available) {

    private static final Path STAT = Path.of("/proc/stat");
    /** USER_HZ, in which the kernel tells times to programs. */
    private static final double TICKS_PER_SECOND = 100;

    /** Since each of them started. */
    static TagsProcessor now(HubProcess hub, DeviceProcess device) {
        double[] machine = machine();
        return new TagsProcessor(
                seconds(hub.processorTime()),
                seconds(hub.databaseProcessorTime()),
                seconds(device.processorTime()),
                machine[0],
                machine[1]);
    }

    private static double[] machine() {
        try {
            return machine(Files.readString(STAT).lines().findFirst().orElse(""));
        } catch (IOException notHere) {
            return machine("");
        }
    }

    /** The first line of {@code /proc/stat}, see proc(5): used and available. */
    static double[] machine(String line) {
        String[] words = line.trim().split("\\s+", -1);
        if (words.length < 9 || !words[0].equals("cpu")) {
            return new double[] {Double.NaN, Double.NaN};
        }
        long all = 0;
        long idle = 0;
        // what follows, time of guests, is within the first already
        for (int i = 1; i <= 8; i++) {
            long time = Long.parseLong(words[i]);
            all += time;
            // waiting for a disk is idle too
            idle += i == 4 || i == 5 ? time : 0;
        }
        return new double[] {(all - idle) / TICKS_PER_SECOND, all / TICKS_PER_SECOND};
    }

    TagsProcessor since(TagsProcessor before) {
        return new TagsProcessor(
                hub - before.hub,
                database - before.database,
                device - before.device,
                used - before.used,
                available - before.available);
    }

    /** Everybody else: the system, and whoever measures. */
    double others() {
        return Math.max(0, used - hub - database - device);
    }

    /** In percent of all cores. */
    double share(double seconds) {
        return 100 * seconds / available;
    }

    private static double seconds(Duration time) {
        return time.toNanos() / 1e9;
    }
}
