package io.millrace.bench.scenario;

import io.millrace.bench.Bed;
import io.millrace.bench.stream.CounterProcess;
import io.millrace.bench.stream.CounterSettings;
import io.millrace.bench.stream.EpochMicros;
import io.millrace.bench.stream.PieceLoadProcess;
import io.millrace.bench.stream.PieceLoadResult;
import io.millrace.bench.stream.PieceLoadSettings;
import io.millrace.stage.Pause;
import io.millrace.stage.StageException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;

/** Counters on one filled log, each with a name, a store and an output of its own. Used by one thread. */
final class ProcessingRun {

    /** Java compiles while the first of the log is caught up; that much of it is not measured. */
    private static final double WARM_UP = 0.2;

    private static final double HALF = 0.5;
    private static final Duration CATCH_UP = Duration.ofMinutes(4);
    private static final Duration FILL = Duration.ofMinutes(4);
    private static final Duration DRAIN = Duration.ofSeconds(60);
    /** For the start of a generator. */
    private static final Duration BEGIN = Duration.ofSeconds(3);

    private static final long LOOK_MILLIS = 50;
    private static final long PACED_LOOK_MILLIS = 250;

    private final Bed bed;
    private final ProcessingHub hub;
    private final ProcessingLog log;
    private final int counters;
    private final int threads;
    private long written;
    private int number;

    ProcessingRun(Bed bed, ProcessingHub hub, ProcessingLog log, int counters, int threads) {
        this.bed = bed;
        this.hub = hub;
        this.log = log;
        this.counters = counters;
        this.threads = threads;
    }

    /** Writes so many inputs, and waits until the hub itself has come to rest. */
    void fill(long messages) {
        PieceLoadSettings settings =
                PieceLoadSettings.fill(hub.bootstrap(), ProcessingLog.INPUT, hub.origin(), counters, written, messages);
        try (PieceLoadProcess load = PieceLoadProcess.start(settings, bed.folder("fill"))) {
            PieceLoadResult result = load.result(FILL);
            written += result.sent();
            if (log.inputs() != written) {
                throw new StageException(
                        "The log holds " + log.inputs() + " records, and " + written + " were written.", null);
            }
        }
        log.awaitFollowers();
    }

    /** Lets a new counter catch up all of it. */
    ProcessingCatchUp catchUp(CounterSettings.Store store) {
        long inputs = log.inputs();
        try (Application application = new Application(store);
                CounterProcess counter = application.start()) {
            long from = application.await(counter, (long) (inputs * WARM_UP));
            long begin = System.nanoTime();
            Duration counterBefore = counter.processorTime();
            Duration logBefore = hub.processorTime();
            long to = application.await(counter, inputs);
            double seconds = (System.nanoTime() - begin) / 1e9;
            double million = (to - from) / 1e6;
            return new ProcessingCatchUp(
                    (to - from) / seconds,
                    seconds(counterBefore, counter.processorTime()) / million,
                    seconds(logBefore, hub.processorTime()) / million,
                    application.resident);
        }
    }

    /** The same, and {@code kill -9} half way. */
    ProcessingKill kill(CounterSettings.Store store) {
        long inputs = log.inputs();
        try (Application application = new Application(store)) {
            try (CounterProcess counter = application.start()) {
                application.await(counter, (long) (inputs * HALF));
                counter.kill();
            }
            long done = log.committed(application.name);
            if (done >= inputs) {
                throw new StageException(
                        "The counter was killed only when it had done everything: the log is too short.", null);
            }
            long begin = System.nanoTime();
            try (CounterProcess again = application.start()) {
                application.await(again, done + 1);
                double seconds = (System.nanoTime() - begin) / 1e9;
                application.await(again, inputs);
                return new ProcessingKill(
                        inputs, done, Math.min(counters, inputs), log.counts(application.output), seconds);
            }
        }
    }

    /** A counter that has caught up, for {@link Paced#run}. */
    Paced paced(CounterSettings.Store store) {
        Application application = new Application(store);
        CounterProcess counter = application.start();
        Paced paced = new Paced(application, counter);
        try {
            application.await(counter, log.inputs());
            return paced;
        } catch (StageException failed) {
            paced.close();
            throw failed;
        }
    }

    final class Paced implements AutoCloseable {
        private final Application application;
        private final CounterProcess counter;

        private Paced(Application application, CounterProcess counter) {
            this.application = application;
            this.counter = counter;
        }

        /** Writes at a rate and sees how late the counts come. */
        ProcessingPace run(double rate, Duration settling, Duration length) {
            long from = EpochMicros.now() + micros(BEGIN.plus(settling));
            long to = from + micros(length);
            PieceLoadSettings settings = new PieceLoadSettings(
                    hub.bootstrap(),
                    ProcessingLog.INPUT,
                    hub.origin(),
                    counters,
                    written,
                    0,
                    (int) Math.max(1, rate),
                    from,
                    to,
                    application.output);
            try (PieceLoadProcess load = PieceLoadProcess.start(settings, bed.folder("paced"))) {
                while (EpochMicros.now() < from) {
                    load.check();
                    Pause.millis(LOOK_MILLIS);
                }
                application.resident = 0;
                long lagBefore = log.inputs() - log.committed(application.name);
                Duration counterBefore = counter.processorTime();
                Duration logBefore = hub.processorTime();
                Duration loadBefore = load.processorTime();
                while (EpochMicros.now() < to - PACED_LOOK_MILLIS * 1_000) {
                    load.check();
                    application.look(counter);
                    bed.progress(1 - (double) (to - EpochMicros.now()) / micros(length), "");
                    Pause.millis(PACED_LOOK_MILLIS);
                }
                double counterSeconds = seconds(counterBefore, counter.processorTime());
                double logSeconds = seconds(logBefore, hub.processorTime());
                double loadSeconds = seconds(loadBefore, load.processorTime());
                double million = rate * (EpochMicros.now() - from) / 1e12;
                long lagAfter = log.inputs() - log.committed(application.name);
                PieceLoadResult result = load.result(DRAIN);
                written += result.sent();
                application.await(counter, log.inputs());
                return new ProcessingPace(
                        rate,
                        result,
                        lagBefore,
                        lagAfter,
                        counterSeconds / million,
                        logSeconds / million,
                        loadSeconds / million,
                        application.resident);
            }
        }

        @Override
        public void close() {
            counter.close();
            application.close();
        }
    }

    /** What a counter is in the log and on the disk, however often its process ends. */
    private final class Application implements AutoCloseable {
        private final String name = "bench-counter-" + ++number;
        private final String output = "bench.pieces." + number;
        private final CounterSettings.Store store;
        private final Path folder = bed.folder("counter");
        private long resident;

        Application(CounterSettings.Store store) {
            this.store = store;
            log.create(output);
        }

        CounterProcess start() {
            return CounterProcess.start(
                    new CounterSettings(
                            hub.bootstrap(),
                            name,
                            ProcessingLog.INPUT,
                            output,
                            store,
                            threads,
                            folder.resolve("state").toString()),
                    folder);
        }

        void look(CounterProcess counter) {
            hub.check();
            counter.check();
            resident = Math.max(resident, counter.residentBytes().orElse(0L));
        }

        /** Waits until so many inputs are done; says how many are. */
        long await(CounterProcess counter, long wanted) {
            long deadline = System.nanoTime() + CATCH_UP.toNanos();
            long done = log.committed(name);
            while (done < wanted) {
                look(counter);
                if (System.nanoTime() - deadline > 0) {
                    throw new StageException(
                            String.format(
                                    Locale.ROOT,
                                    "The counter has done %,d of %,d inputs within %d s.",
                                    done,
                                    wanted,
                                    CATCH_UP.toSeconds()),
                            null);
                }
                Pause.millis(LOOK_MILLIS);
                done = log.committed(name);
                bed.progress((double) done / wanted, String.format(Locale.ROOT, "%,d counted", done));
            }
            return done;
        }

        /** The next measurement needs the room. */
        @Override
        public void close() {
            log.remove(name, output);
        }
    }

    private static double seconds(Duration from, Duration to) {
        return to.minus(from).toNanos() / 1e9;
    }

    private static long micros(Duration time) {
        return time.toNanos() / 1_000;
    }
}
