package io.millrace.app.disk;

import java.time.Duration;
import java.util.Optional;

/**
 * What was seen at the last look.
 *
 * @param free bytes the hub may still use
 * @param total bytes of the file system
 * @param untilFull at the present rate; empty when it is not filling or nobody can tell yet
 */
public record DiskState(DiskLevel level, long free, long total, Optional<Duration> untilFull) {

    /** For people: how it is, and what to do when it is not well. */
    public String sentence() {
        String room = size(free) + " of " + size(total) + " free";
        String full = untilFull
                .map(time -> "; full in " + length(time) + " at the present rate")
                .orElse("");
        return switch (level) {
            case AMPLE -> room + full + ".";
            case TIGHT ->
                room + full + ". The log keeps fewer process values than its retention says. Free some space,"
                        + " or shorten log.samples and historian.retention.";
            case SCARCE ->
                room + full + ". Process values are refused until there is room; business events are still"
                        + " taken. Free some space now.";
            case FULL ->
                room + full + ". Everything is refused and no sender is acknowledged until there is room. Free"
                        + " some space now.";
        };
    }

    private static String size(long bytes) {
        double mebibytes = bytes / (double) (1 << 20);
        return mebibytes < 1024 ? String.format("%.0f MiB", mebibytes) : String.format("%.1f GiB", mebibytes / 1024);
    }

    private static String length(Duration time) {
        if (time.toDays() > 2) {
            return time.toDays() + " days";
        }
        return time.toHours() > 2 ? time.toHours() + " hours" : Math.max(1, time.toMinutes()) + " minutes";
    }
}
