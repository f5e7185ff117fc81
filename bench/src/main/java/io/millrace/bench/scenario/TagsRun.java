package io.millrace.bench.scenario;

import io.millrace.bench.Bed;
import io.millrace.bench.HubMeter;
import io.millrace.bench.device.DeviceProcess;
import io.millrace.bench.device.Ticks;
import io.millrace.stage.FreePorts;
import io.millrace.stage.HubProcess;
import io.millrace.stage.Pause;
import io.millrace.stage.StageException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;

/** A device, and a hub that stores what it makes. Used by one thread. */
final class TagsRun implements AutoCloseable {

    private static final Duration BEGIN = Duration.ofSeconds(60);
    private static final Duration CATCH_UP = Duration.ofMinutes(4);
    /** Longer than a device may keep what it has not sent, and than the historian collects. */
    private static final Duration QUIET = Duration.ofMillis(1_500);
    /** Before anything is called missing: a machine that is full may leave a process without time for seconds. */
    private static final Duration CERTAIN = Duration.ofSeconds(10);

    /** To sort the times of all rows would take longer than to measure them. */
    private static final Duration LAST = Duration.ofSeconds(5);

    private static final long LOOK_MILLIS = 500;
    private static final long POLL_MILLIS = 50;

    private final Bed bed;
    private final TagsLoad load;
    private final DeviceProcess device;
    private final HubProcess hub;
    private final HubMeter meter;

    private TagsRun(Bed bed, TagsLoad load, DeviceProcess device, HubProcess hub, HubMeter meter) {
        this.bed = bed;
        this.load = load;
        this.device = device;
        this.hub = hub;
        this.meter = meter;
    }

    /** Starts both, and waits until the hub has heard of every tag. */
    static TagsRun start(Bed bed, TagsLoad load) {
        DeviceProcess device = bed.closing(load.device(new FreePorts(), bed.folder("device")));
        HubProcess hub = bed.hub("hub", load.site(device.port()));
        TagsRun run = new TagsRun(bed, load, device, hub, new HubMeter(hub));
        try {
            run.awaitTags();
            return run;
        } catch (StageException failed) {
            run.close();
            throw failed;
        }
    }

    private void awaitTags() {
        long deadline = System.nanoTime() + BEGIN.toNanos();
        while (meter.number("select count(*) from millrace.tag") < load.tags()) {
            if (System.nanoTime() - deadline > 0 || !hub.isRunning()) {
                throw new StageException("The hub has not stored a first value of every tag: " + hub.lastWords(), null);
            }
            Pause.millis(POLL_MILLIS);
        }
        settle(QUIET);
    }

    /** Waits until everything that was made has come to rest, in rows or nowhere. */
    private void settle(Duration quiet) {
        long deadline = System.nanoTime() + CATCH_UP.toNanos();
        long last = -1;
        long since = System.nanoTime();
        while (System.nanoTime() - since < quiet.toNanos()) {
            if (System.nanoTime() - deadline > 0 || !hub.isRunning()) {
                throw new StageException(
                        "The hub does not come to rest after the load has ended: " + hub.lastWords(), null);
            }
            long stored = meter.stored();
            if (stored != last || meter.lag() > 0) {
                last = stored;
                since = System.nanoTime();
            }
            Pause.millis(POLL_MILLIS);
        }
    }

    Map<String, String> versions() {
        return meter.versions();
    }

    /** Lets the device make values, counts what becomes of them, and waits for the last. */
    TagsResult measure(Duration warmUp, Duration length) {
        Waiting waiting = new Waiting(device.resume(), meter.stored());
        Pause.millis(warmUp.toMillis());

        Ticks from = device.ticks();
        long before = waiting.look(from);
        long storedBefore = waiting.stored;
        TagsProcessor processorBefore = TagsProcessor.now(hub, device);
        long begin = System.nanoTime();
        long highest = 0;
        long resident = 0;
        while (System.nanoTime() - begin < length.toNanos()) {
            long left = length.toMillis() - (System.nanoTime() - begin) / 1_000_000;
            Pause.millis(Math.max(1, Math.min(LOOK_MILLIS, left)));
            long now = waiting.look(device.ticks());
            highest = Math.max(highest, now);
            resident = Math.max(resident, hub.residentBytes().orElse(0L));
            bed.progress(
                    (double) (System.nanoTime() - begin) / length.toNanos(),
                    String.format(Locale.ROOT, "%,d waiting for their row", now));
        }
        Ticks to = device.ticks();
        long after = waiting.look(to);
        double seconds = (System.nanoTime() - begin) / 1e9;
        TagsProcessor processor = TagsProcessor.now(hub, device).since(processorBefore);
        Instant end = Instant.now();

        device.pause();
        long missing = missing(from, to);
        return new TagsResult(
                load,
                seconds,
                load.made(from, to),
                waiting.stored - storedBefore,
                missing,
                before,
                after,
                Math.max(highest, after),
                meter.millisToRow(end.minus(length.compareTo(LAST) < 0 ? length : LAST), end),
                processor,
                resident);
    }

    private long missing(Ticks from, Ticks to) {
        settle(QUIET);
        long missing = load.made(from, to) - meter.number(load.countOfRows(from, to));
        if (missing != 0) {
            settle(CERTAIN);
            missing = load.made(from, to) - meter.number(load.countOfRows(from, to));
        }
        return missing;
    }

    /** Values that were made and are not stored yet, in the device, on the way, or in the log. */
    private final class Waiting {
        private final Ticks firstTicks;
        private final long firstStored;
        private long stored;

        Waiting(Ticks firstTicks, long firstStored) {
            this.firstTicks = firstTicks;
            this.firstStored = firstStored;
        }

        long look(Ticks now) {
            stored = meter.stored();
            return Math.max(0, load.made(firstTicks, now) - (stored - firstStored));
        }
    }

    /** Ends both. */
    @Override
    public void close() {
        meter.close();
        bed.end(hub);
        device.close();
    }
}
