package io.millrace.app.disk;

import io.millrace.model.Metric;
import io.millrace.model.MetricSource;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the free space once a second, on a thread of its own, and says so to whoever has to give way. Thread-safe.
 */
public final class DiskWatch implements AutoCloseable, MetricSource {

    private static final Logger log = LoggerFactory.getLogger(DiskWatch.class);
    private static final long LOOK_MILLIS = 1_000;
    /** With less than this something has failed to be written already. */
    private static final long NOTHING = 4L << 20;
    /** A log that was shortened and is still in a tight place gives more after this many looks. */
    private static final int AGAIN = 60;

    /** Who makes room when the disk is tight. Called on the watch's thread; may take some seconds. */
    public interface Relief {

        /** Keeps less. Called again after a minute if that was not enough. */
        void shorten();

        /** Keeps what the settings say. */
        void restore();
    }

    private final Path folder;
    private final DiskLimits limits;
    private final DiskForecast forecast = new DiskForecast();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread watch = new Thread(work, "millrace-disk");
        watch.setDaemon(true);
        return watch;
    });
    private volatile DiskState state;
    // Of the watch's thread alone.
    private boolean shortened;
    private boolean exhausted;
    private int looksSince;

    private DiskWatch(Path folder, DiskLimits limits) throws IOException {
        this.folder = folder;
        this.limits = limits;
        this.state = look(DiskLevel.AMPLE);
    }

    /** Looks once and returns; {@link #relieve} begins the watch. */
    public static DiskWatch open(Path folder, DiskLimits limits) throws IOException {
        return new DiskWatch(folder, limits);
    }

    /**
     * Begins to watch.
     *
     * @param onExhausted told once, with a sentence, when nothing at all is left: whoever was writing then may have
     *     half a write on the disk and go on as if it had not, so the process should end and be started again
     */
    public void relieve(Relief relief, Consumer<String> onExhausted) {
        thread.scheduleWithFixedDelay(() -> round(relief, onExhausted), 0, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }

    public DiskState state() {
        return state;
    }

    private DiskState look(DiskLevel before) throws IOException {
        FileStore store = Files.getFileStore(folder);
        long free = store.getUsableSpace();
        forecast.add(System.nanoTime(), free);
        return new DiskState(DiskLevel.after(before, free, limits), free, store.getTotalSpace(), forecast.untilFull());
    }

    private void round(Relief relief, Consumer<String> onExhausted) {
        try {
            DiskState before = state;
            DiskState now = look(before.level());
            state = now;
            if (now.level() != before.level()) {
                (now.level() == DiskLevel.AMPLE ? log.atInfo() : log.atWarn())
                        .addKeyValue("level", now.level())
                        .log("disk: {}", now.sentence());
            }
            if (now.free() < NOTHING && !exhausted) {
                exhausted = true;
                onExhausted.accept("The disk of the data folder " + folder + " is full to the last byte. Free some"
                        + " space, and start the hub again; what was acknowledged is there.");
                return;
            }
            relieve(now.level(), relief);
        } catch (IOException | RuntimeException failed) {
            log.atWarn().setCause(failed).log("the disk could not be looked after; tried again");
        }
    }

    private void relieve(DiskLevel level, Relief relief) {
        if (level == DiskLevel.AMPLE) {
            if (shortened) {
                relief.restore();
                shortened = false;
            }
        } else if (!shortened || ++looksSince >= AGAIN) {
            looksSince = 0;
            relief.shorten();
            shortened = true;
        }
    }

    @Override
    public List<Metric> metrics() {
        DiskState now = state;
        List<Metric> metrics = new ArrayList<>();
        metrics.add(Metric.gauge("disk_free_bytes", "Bytes free on the disk of the data folder.", now.free()));
        metrics.add(Metric.gauge("disk_total_bytes", "Size of the disk of the data folder.", now.total()));
        metrics.add(Metric.gauge(
                "disk_level",
                "0 ample, 1 tight: the log is shortened, 2 scarce: values are refused, 3 full: all is refused.",
                now.level().ordinal()));
        now.untilFull()
                .ifPresent(time -> metrics.add(Metric.gauge(
                        "disk_seconds_to_full",
                        "Seconds until the disk is full at the present rate; absent when it is not filling.",
                        time.toSeconds())));
        return metrics;
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
