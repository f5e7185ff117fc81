package io.millrace.app.cli;

import io.millrace.app.hub.HubException;
import io.millrace.backbone.BackboneException;
import io.millrace.backbone.LogScan;
import io.millrace.model.Headers;
import io.millrace.model.LogTopic;
import io.millrace.model.StoredRecord;
import io.millrace.process.Definition;
import io.millrace.process.Inputs;
import io.millrace.process.core.Emission;
import io.millrace.process.trial.Area;
import io.millrace.process.trial.Comparison;
import io.millrace.process.trial.Moment;
import io.millrace.process.trial.Trial;
import io.millrace.process.trial.Turn;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Tries a processor on what the log has, and lays beside it what the running one said. Used once, by one thread. */
final class LogTrial {

    /** So long after an input what follows from it is in the log, when all is well. */
    private static final Duration SAID_AFTER = Duration.ofSeconds(2);
    /** So long after the last input what the running processor said of it is looked for. */
    private static final Duration LOOK_BEYOND = Duration.ofSeconds(30);

    private static final long LINE_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final int LOOK_UP_EVERY = 1024;

    private final Definition definition;
    private final Area area;
    private final Instant from;
    private final Instant to;
    private final Instant now;
    private final TrialView view;
    private final PrintWriter out;
    private final ProgressLine progress;
    private final UntilCtrlC ending;
    private final Inputs inputs;
    private final Trial trial;
    private final Comparison comparison;
    private long records;
    private long logMicros;
    private long drawn = System.nanoTime();

    LogTrial(
            Definition definition,
            Area area,
            Instant from,
            @Nullable Instant to,
            Clock clock,
            TrialView view,
            PrintWriter out,
            ProgressLine progress,
            UntilCtrlC ending) {
        this.definition = definition;
        this.area = area;
        this.from = from;
        this.now = clock.instant();
        this.to = to == null || to.isAfter(now) ? now : to;
        this.view = view;
        this.out = out;
        this.progress = progress;
        this.ending = ending;
        this.inputs = new Inputs(definition.setting().namespace(), clock);
        this.trial = new Trial(definition, area, this::happened);
        this.comparison = new Comparison(definition, Moment.micros(from));
        this.logMicros = Moment.micros(from);
    }

    private void happened(Turn turn) {
        for (Emission emission : turn.outputs()) {
            comparison.here(emission, logMicros);
        }
        view.turn(turn);
    }

    /** @return whether it came to its end */
    boolean run(LogScan log) {
        boolean toTheEnd = true;
        try {
            log.read(EnumSet.of(LogTopic.SAMPLES, LogTopic.EVENTS), from, to.plus(LOOK_BEYOND), this::take);
            toTheEnd = !ending.asked();
        } catch (BackboneException unreachable) {
            throw new HubException(unreachable);
        }
        trial.finish(toTheEnd ? Moment.micros(to) : logMicros);
        Instant known = toTheEnd ? now : Instant.ofEpochMilli(logMicros / 1000);
        view.end(trial.totals(), comparison.result(Moment.micros(known.minus(SAID_AFTER))));
        return toTheEnd;
    }

    private boolean take(StoredRecord stored) {
        long micros = TimeUnit.MILLISECONDS.toMicros(stored.timestampMillis());
        boolean within = micros <= Moment.micros(to);
        if (within) {
            logMicros = Math.max(logMicros, micros);
            trial.pass(logMicros);
        }
        String key = stored.record().key();
        String processor = stored.record().headers().get(Headers.PROCESSOR);
        boolean ours = processor != null && processor.startsWith(definition.name() + "@");
        boolean heard = definition.unfiltered() || !stored.record().headers().containsKey(Headers.FILTERED);
        if (ours || within && heard && trial.concerns(key)) {
            for (Inputs.Said said : inputs.read(
                    key, stored.record().payload(), stored.record().headers()::get, stored.timestampMillis())) {
                boolean here = area.holds(said.topic().location());
                if (here && !ours) {
                    comparison.saw(said.identity().timestampMicros());
                } else if (here) {
                    comparison.there(said, processor);
                }
                if (!ours) {
                    trial.take(said, micros);
                }
            }
        }
        return ++records % LOOK_UP_EVERY != 0 ? !ending.asked() : goOn(micros);
    }

    private boolean goOn(long micros) {
        if (System.nanoTime() - drawn >= LINE_NANOS) {
            drawn = System.nanoTime();
            double share =
                    (double) (micros - Moment.micros(from)) / Math.max(1, Moment.micros(to) - Moment.micros(from));
            progress.show(
                    "Reads the log " + ProgressLine.bar(share) + " " + records + " records, "
                            + trial.totals().inputs() + " inputs",
                    false);
        }
        return !ending.asked() && !out.checkError(); // nobody reads any more: head has had its lines
    }
}
