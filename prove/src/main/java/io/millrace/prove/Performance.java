package io.millrace.prove;

import io.millrace.prove.generator.Status;
import io.millrace.prove.judge.Counts;
import io.millrace.prove.judge.Finding;
import io.millrace.prove.judge.Findings;
import io.millrace.prove.schedule.Schedule;
import io.millrace.prove.schedule.Strike;
import io.millrace.prove.schedule.StrikeKind;
import io.millrace.prove.stage.Stage;
import io.millrace.prove.stage.Striker;
import io.millrace.prove.stage.Struck;
import io.millrace.stage.HubFailedException;
import io.millrace.stage.MemoryCurve;
import io.millrace.stage.StageException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/** One run from its first start to its last row. Not thread-safe. */
final class Performance {

    private static final Duration FIRST_MESSAGE = Duration.ofSeconds(60);
    /** So long a hub that met a full disk may take to end. */
    private static final Duration GIVING_UP = Duration.ofSeconds(40);

    private static final Duration DRAIN = Duration.ofMinutes(3);
    private static final Duration DEVICE = Duration.ofMinutes(1);
    /** The hub has certainly dealt with a reading when it asks for the next but one. */
    private static final int READINGS = 3;

    private static final Duration LOOK_AT_MEMORY = Duration.ofSeconds(5);
    private static final long TICK_MILLIS = 50;

    private final ProveSettings settings;
    private final Schedule schedule;
    private final Stage stage;
    private final Findings findings;
    private final ProveListener listener;
    private final long begin = System.nanoTime();
    private final List<Struck> struck = new ArrayList<>();
    private final List<Duration> flows = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private final MemoryCurve memory;
    private final Rate rate = new Rate();
    private Progress.Phase phase = Progress.Phase.STARTING;
    private String version = "unknown";
    private Counts counts = Counts.NONE;
    private Duration catchUp = Duration.ZERO;
    /** Until when the hub may end by itself; a time on the steady clock. */
    private long mayEndUntil = System.nanoTime();

    Performance(ProveSettings settings, Schedule schedule, Stage stage, Findings findings, ProveListener listener) {
        this.settings = settings;
        this.schedule = schedule;
        this.stage = stage;
        this.findings = findings;
        this.listener = listener;
        this.memory = new MemoryCurve(stage.hub()::residentBytes, begin, LOOK_AT_MEMORY);
    }

    /** @throws HubFailedException when the hub does not come up, so that nothing more can be done */
    void play() {
        try (memory) {
            memory.start();
            enter(Progress.Phase.STARTING);
            stage.start();
            version = stage.hub().addresses().version();
            if (!await(FIRST_MESSAGE, () -> stage.publisher().status().acknowledged() > 0)) {
                throw new HubFailedException("Nothing was acknowledged within " + FIRST_MESSAGE.toSeconds() + " s.");
            }
            enter(Progress.Phase.STRIKING);
            strikes();
            enter(Progress.Phase.DRAINING);
            drain();
            enter(Progress.Phase.CATCHING_UP);
            if (!stage.quieten()) {
                findings.add(
                        Finding.Kind.HUB_ENDED,
                        "The hub did not stop within 20 s.",
                        stage.hub().lastWords());
            }
            Judgement judgement = new Judgement(settings, stage, findings, () -> enter(Progress.Phase.JUDGING));
            judgement.pass();
            counts = judgement.counts();
            catchUp = judgement.catchUp();
            enter(Progress.Phase.DONE);
        }
    }

    private void strikes() {
        Striker striker = new Striker(stage, begin);
        long deadline = begin + settings.limit().toNanos();
        for (Strike strike : schedule.strikes()) {
            pause(strike.pause());
            if (System.nanoTime() - deadline >= 0) {
                break;
            }
            Struck done = striker.strike(strike);
            struck.add(done);
            listener.struck(done);
            done.toReady().ifPresent(this::awaitFlowAfterKill);
            if (strike.kind() == StrikeKind.FILL_DISK) {
                awaitFlowAfterFullDisk();
            }
        }
        if (settings.kills() > 0 && struck.size() < schedule.strikes().size()) {
            findings.add(
                    Finding.Kind.UNFINISHED,
                    "Not all strikes were done in the time given.",
                    struck.size() + " of " + schedule.strikes().size() + " in "
                            + settings.limit().toMinutes() + " min");
        }
    }

    /** How long the plant's messages had to wait after a kill of the hub. */
    private void awaitFlowAfterKill(Duration toReady) {
        long ready = System.nanoTime();
        if (awaitFlow("After a kill nothing was acknowledged for a minute, though the hub said that it was ready.")) {
            flows.add(toReady.plusNanos(System.nanoTime() - ready));
        }
    }

    /** A hub may give up on a full disk; it must then end, so that whoever watches over it can start it again. */
    private void awaitFlowAfterFullDisk() {
        mayEndUntil = System.nanoTime() + GIVING_UP.toNanos();
        awaitFlow("A minute after the disk had room again nothing was acknowledged.");
    }

    private boolean awaitFlow(String otherwise) {
        long before = stage.publisher().status().acknowledged();
        if (await(FIRST_MESSAGE, () -> stage.publisher().status().acknowledged() > before)) {
            return true;
        }
        findings.add(
                Finding.Kind.NEVER_CAUGHT_UP,
                otherwise,
                struck.get(struck.size() - 1).strike() + "; the hub said last: "
                        + stage.hub().lastWords());
        return false;
    }

    private void drain() {
        stage.publisher().stopProducing();
        if (!await(DRAIN, () -> stage.publisher().status().drained())) {
            Status status = stage.publisher().status();
            findings.add(
                    Finding.Kind.NEVER_CAUGHT_UP,
                    "Messages were not acknowledged although the strikes had long been over.",
                    (status.attempted() - status.acknowledged()) + " of " + status.attempted() + "; "
                            + status.connected() + " of " + settings.load().lines() + " lines are connected");
        }
        if (!await(DEVICE, () -> stage.publisher().status().shownSinceStop() >= READINGS)) {
            findings.add(
                    Finding.Kind.NEVER_CAUGHT_UP,
                    "The hub does not poll the device although the strikes have long been over.",
                    stage.publisher().status().shownSinceStop() + " readings in " + DEVICE.toSeconds() + " s");
        }
    }

    private void pause(Duration length) {
        await(length, () -> false);
    }

    /** Waits for something and looks after everyone meanwhile. */
    private boolean await(Duration limit, BooleanSupplier until) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (System.nanoTime() - deadline < 0) {
            if (until.getAsBoolean()) {
                return true;
            }
            lookAfterHub();
            if (!stage.publisher().isRunning()) {
                throw new StageException("The publisher ended by itself; see publisher.out in the folder.", null);
            }
            listener.progress(progress());
            sleep();
        }
        return until.getAsBoolean();
    }

    private void lookAfterHub() {
        if (!stage.hub().isRunning()) {
            String how = "exit code " + stage.hub().exitCode().orElse(-1);
            if (System.nanoTime() - mayEndUntil > 0) {
                findings.add(
                        Finding.Kind.HUB_ENDED,
                        "The hub ended without being told to.",
                        how + ": " + stage.hub().lastWords());
            } else {
                listener.note("the hub gave up on the full disk (" + how + ") and was started again");
            }
            stage.hub().launch();
            stage.hub().awaitReady();
        }
    }

    private static void sleep() {
        try {
            Thread.sleep(TICK_MILLIS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new StageException("The proof was interrupted.", interrupted);
        }
    }

    private void enter(Progress.Phase next) {
        phase = next;
        listener.progress(progress());
    }

    private Progress progress() {
        Status status = stage.publisher().status();
        return new Progress(
                phase,
                elapsed(),
                struck.size(),
                settings.kills() > 0 ? schedule.strikes().size() : 0,
                (int) struck.stream()
                        .filter(one -> one.strike().kind().isKill())
                        .count(),
                status.attempted(),
                status.acknowledged(),
                rate.of(status.acknowledged()));
    }

    private Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    /** @param before what was to be said before it began */
    Figures figures(List<String> before) {
        List<String> all = new ArrayList<>(before);
        all.addAll(notes);
        return new Figures(
                version,
                schedule.strikes().size(),
                struck,
                counts,
                struck.stream().flatMap(one -> one.toReady().stream()).toList(),
                flows,
                memory.points(),
                elapsed(),
                catchUp,
                all);
    }
}
