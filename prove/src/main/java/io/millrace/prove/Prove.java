package io.millrace.prove;

import io.millrace.prove.judge.Finding;
import io.millrace.prove.judge.Findings;
import io.millrace.prove.schedule.Schedule;
import io.millrace.prove.schedule.StrikeKind;
import io.millrace.prove.stage.Stage;
import io.millrace.prove.stage.StageSettings;
import io.millrace.stage.HubFailedException;
import io.millrace.stage.Scratch;
import io.millrace.stage.StageException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Proves, or refutes, that a hub loses nothing and counts nothing twice: starts one, strikes it and everything around it
 * on a schedule, and judges what it holds in the end. Bounded in time; leaves no process behind.
 */
public final class Prove {

    /** Strikes need at least this long each: so many are enough for the time. */
    private static final Duration SHORTEST_STRIKE = Duration.ofSeconds(1);

    private static final long DISK_BASE = 900L << 20;
    /** Log, rows and their index for each message, and for what processors make of it. */
    private static final long DISK_PER_MESSAGE = 2_000;

    private Prove() {}

    /**
     * Runs a proof to its end.
     *
     * @throws StageException when nothing can be proved here: the message says what is missing
     */
    public static Verdict run(ProveSettings settings, ProveListener listener) {
        Path scratch = Scratch.make(settings.folder().resolve("prove-" + settings.seed()));
        List<String> notes = new ArrayList<>();
        Findings findings = new Findings();
        Stage stage = stage(settings, scratch, notes);
        Set<StrikeKind> without = EnumSet.complementOf(EnumSet.copyOf(settings.kinds()));
        if (!stage.hasSmallDisk()) {
            without.add(StrikeKind.FILL_DISK);
        }
        notes.forEach(listener::note);
        Performance performance = new Performance(settings, schedule(settings, without), stage, findings, listener);
        Figures figures;
        try (stage) {
            try {
                performance.play();
            } catch (HubFailedException failed) {
                findings.add(Finding.Kind.HUB_ENDED, "The hub failed.", String.valueOf(failed.getMessage()));
            }
            figures = performance.figures(notes);
        }
        List<Finding> found = findings.list();
        Verdict verdict = new Verdict(found.isEmpty(), found, figures, Report.write(settings, found, figures));
        if (verdict.proved() && !settings.keepData()) {
            tidy(scratch, listener);
        }
        return verdict;
    }

    private static void tidy(Path scratch, ProveListener listener) {
        try {
            Scratch.remove(scratch);
        } catch (StageException left) {
            listener.note(String.valueOf(left.getMessage()));
        }
    }

    private static Schedule schedule(ProveSettings settings, Set<StrikeKind> without) {
        return settings.kills() > 0
                ? Schedule.ofKills(settings.seed(), settings.kills(), without)
                : Schedule.ofStrikes(
                        settings.seed(), (int) Math.max(1, settings.limit().dividedBy(SHORTEST_STRIKE)), without);
    }

    private static Stage stage(ProveSettings settings, Path scratch, List<String> notes) {
        if (settings.fillDisk()) {
            try {
                return Stage.set(stageSettings(settings, scratch, diskBytes(settings)));
            } catch (StageException impossible) {
                notes.add("not done: filling the disk. " + impossible.getMessage());
            }
        }
        return Stage.set(stageSettings(settings, scratch, 0));
    }

    private static long diskBytes(ProveSettings settings) {
        Load load = settings.load();
        long perSecond = load.countsPerSecond() + load.valuesPerSecond();
        return DISK_BASE + perSecond * settings.limit().toSeconds() * DISK_PER_MESSAGE;
    }

    private static StageSettings stageSettings(ProveSettings settings, Path scratch, long diskBytes) {
        Load load = settings.load();
        return new StageSettings(
                scratch,
                settings.hubCommand(),
                settings.hubEnvironment(),
                diskBytes,
                load.lines(),
                load.registers(),
                load.countsPerSecond(),
                load.valuesPerSecond(),
                load.duplicatePercent(),
                load.window(),
                settings.seed());
    }
}
