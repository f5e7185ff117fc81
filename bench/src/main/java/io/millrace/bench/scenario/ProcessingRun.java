package io.millrace.bench.scenario;

import io.millrace.bench.Bed;
import io.millrace.bench.stream.EpochMicros;
import io.millrace.bench.stream.Job;
import io.millrace.bench.stream.LateException;
import io.millrace.bench.stream.MachineLoadProcess;
import io.millrace.bench.stream.MachineLoadResult;
import io.millrace.bench.stream.MachineLoadSettings;
import io.millrace.stage.Pause;
import io.millrace.stage.StageException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** One kind of processor on hubs of its own, each with a new log. Used by one thread. */
final class ProcessingRun {

    /** So many inputs a second arise while the log is filled: as many as are to be worked on. */
    static final int AROSE = 120_000;

    /** Java compiles while the first of the log is caught up; that much of it is not measured. */
    private static final double WARM_UP = 0.2;

    private static final double HALF = 0.5;
    private static final Duration CATCH_UP = Duration.ofMinutes(4);
    private static final Duration FILL = Duration.ofMinutes(4);
    private static final Duration DRAIN = Duration.ofSeconds(60);
    /** Until the last windows have ended, which wait for the clock. */
    private static final Duration TELLING = Duration.ofSeconds(20);
    /** For the start of a generator. */
    private static final Duration BEGIN = Duration.ofSeconds(3);
    /** A machine with much else to do takes longer; what it takes beyond this is no start. */
    private static final Duration LATEST_BEGIN = Duration.ofMinutes(1);

    private static final int MUCH_LONGER = 4;

    private static final long LOOK_MILLIS = 50;
    private static final long PACED_LOOK_MILLIS = 250;

    private final Bed bed;
    private final Job job;
    private final int machines;
    private final long inputs;
    private String version = "";

    ProcessingRun(Bed bed, Job job, int machines, long inputs) {
        this.bed = bed;
        this.job = job;
        this.machines = machines;
        this.inputs = inputs;
    }

    /** Of the hub that was measured last. */
    String version() {
        return version;
    }

    /** A hub whose log was filled before its processors began. */
    private final class Filled implements AutoCloseable {
        private final ProcessingHub hub = ProcessingHub.start(bed);
        private final long beginMicros = EpochMicros.now() + micros(BEGIN);
        private final Map<TopicPartition, Long> ends;
        private ProcessingLog log;
        private long resident;

        Filled() {
            version = hub.version();
            log = new ProcessingLog(hub.bootstrap());
            MachineLoadSettings settings =
                    MachineLoadSettings.fill(hub.bootstrap(), job, hub.origin(), machines, inputs, beginMicros, AROSE);
            try (MachineLoadProcess load = MachineLoadProcess.start(settings, bed.folder("fill"))) {
                load.result(FILL);
            }
            ends = log.ends();
            long there = ends.values().stream().mapToLong(Long::longValue).sum();
            if (there != inputs) {
                throw new StageException("The log holds " + there + " records, and " + inputs + " were written.", null);
            }
            hub.work(job);
            reopen();
        }

        /** After a start. */
        void reopen() {
            log.close();
            log = new ProcessingLog(hub.bootstrap());
        }

        void look() {
            hub.check();
            resident = Math.max(resident, hub.residentBytes());
        }

        /** Waits until so many inputs are done with; says how many are. */
        long await(long wanted) {
            long deadline = System.nanoTime() + CATCH_UP.toNanos();
            long done = log.done(ends);
            while (done < wanted) {
                look();
                if (System.nanoTime() - deadline > 0) {
                    throw new StageException(
                            String.format(
                                    Locale.ROOT,
                                    "The processors have done %,d of %,d inputs within %d s.",
                                    done,
                                    wanted,
                                    CATCH_UP.toSeconds()),
                            null);
                }
                Pause.millis(LOOK_MILLIS);
                done = log.done(ends);
                bed.progress((double) done / wanted, String.format(Locale.ROOT, "%,d done", done));
            }
            return done;
        }

        /** What was told too much; waits a while for what is missing. */
        ProcessingTold tooMuch() {
            ProcessingTold expected = ProcessingTold.expected(job, machines, inputs, beginMicros, AROSE);
            long deadline = System.nanoTime() + TELLING.toNanos();
            ProcessingTold tooMuch = log.told(job).less(expected);
            while (tooMuch.records() < 0 && System.nanoTime() - deadline < 0) {
                tooMuch = log.told(job).less(expected);
            }
            return tooMuch;
        }

        @Override
        public void close() {
            log.close();
            hub.close();
        }
    }

    /** Lets the processors catch up all of a log. */
    ProcessingCatchUp catchUp() {
        try (Filled filled = new Filled()) {
            long from = filled.await((long) (inputs * WARM_UP));
            long begin = System.nanoTime();
            Duration before = filled.hub.processorTime();
            long to = filled.await(inputs);
            double seconds = (System.nanoTime() - begin) / 1e9;
            double million = (to - from) / 1e6;
            return new ProcessingCatchUp(
                    (to - from) / seconds, seconds(before, filled.hub.processorTime()) / million, filled.resident);
        }
    }

    /** The same, and {@code kill -9} half way. */
    ProcessingKill kill() {
        try (Filled filled = new Filled()) {
            filled.await((long) (inputs * HALF));
            filled.hub.kill();
            long begin = System.nanoTime();
            filled.hub.launch();
            filled.reopen();
            long done = filled.log.done(filled.ends);
            if (done >= inputs) {
                throw new StageException(
                        "The hub was killed only when it had done everything: the log is too short.", null);
            }
            filled.await(done + 1);
            double seconds = (System.nanoTime() - begin) / 1e9;
            filled.await(inputs);
            return new ProcessingKill(inputs, done, filled.tooMuch(), seconds);
        }
    }

    /** Writes at a rate to processors that have caught up, and sees how late their outputs come. */
    List<ProcessingPace> paces(double rate, int runs, Duration settling, Duration length) {
        try (Filled filled = new Filled()) {
            filled.await(inputs);
            List<ProcessingPace> paces = new ArrayList<>();
            long written = inputs;
            for (int i = 1; i <= runs; i++) {
                bed.step(String.format(Locale.ROOT, "%s at %,.0f events/s, run %d of %d", job.words(), rate, i, runs));
                ProcessingPace pace = pace(filled, written, rate, settling, length);
                written += pace.load().sent();
                paces.add(pace);
            }
            return paces;
        }
    }

    /** Once more, with more time to begin, where the generator came too late. */
    private ProcessingPace pace(Filled filled, long written, double rate, Duration settling, Duration length) {
        for (Duration begin = BEGIN; ; begin = begin.multipliedBy(MUCH_LONGER)) {
            try {
                return counted(filled, written, rate, begin.plus(settling), length);
            } catch (LateException late) {
                if (begin.compareTo(LATEST_BEGIN) > 0) {
                    throw late;
                }
            }
        }
    }

    private ProcessingPace counted(Filled filled, long written, double rate, Duration before, Duration length) {
        ProcessingHub hub = filled.hub;
        long from = EpochMicros.now() + micros(before);
        long to = from + micros(length);
        MachineLoadSettings settings = new MachineLoadSettings(
                hub.bootstrap(), job, hub.origin(), machines, written, 0, 0, (int) Math.max(1, rate), from, to);
        try (MachineLoadProcess load = MachineLoadProcess.start(settings, bed.folder("paced"))) {
            while (EpochMicros.now() < from) {
                load.check();
                Pause.millis(LOOK_MILLIS);
            }
            filled.resident = 0;
            long lagBefore = filled.log.lag();
            Duration hubBefore = hub.processorTime();
            Duration loadBefore = load.processorTime();
            while (EpochMicros.now() < to - PACED_LOOK_MILLIS * 1_000) {
                load.check();
                filled.look();
                bed.progress(1 - (double) (to - EpochMicros.now()) / micros(length), "");
                Pause.millis(PACED_LOOK_MILLIS);
            }
            double million = rate * (EpochMicros.now() - from) / 1e12;
            double hubSeconds = seconds(hubBefore, hub.processorTime());
            double loadSeconds = seconds(loadBefore, load.processorTime());
            long lagAfter = filled.log.lag();
            MachineLoadResult result = load.result(DRAIN);
            return new ProcessingPace(
                    rate, result, lagBefore, lagAfter, hubSeconds / million, loadSeconds / million, filled.resident);
        }
    }

    private static double seconds(Duration from, Duration to) {
        return to.minus(from).toNanos() / 1e9;
    }

    private static long micros(Duration time) {
        return time.toNanos() / 1_000;
    }
}
