package io.millrace.prove.stage;

import io.millrace.prove.schedule.Strike;
import io.millrace.stage.HubFailedException;
import io.millrace.stage.HubProcess;
import io.millrace.stage.Pause;
import io.millrace.stage.Signals;
import io.millrace.stage.StageException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Does to a stage what the schedule says, and brings it up again. Not thread-safe. */
public final class Striker {

    private static final long MIB = 1 << 20;
    /** Below what the hub wants to keep free. */
    private static final long ALMOST_FULL = 8 * MIB;

    private final Stage stage;
    private final HubProcess hub;
    private final long beginNanos;

    /** @param beginNanos when the run began, by {@link System#nanoTime} */
    public Striker(Stage stage, long beginNanos) {
        this.stage = stage;
        this.hub = stage.hub();
        this.beginNanos = beginNanos;
    }

    /**
     * Strikes and returns when the hub is ready again.
     *
     * @throws HubFailedException when it does not get up
     */
    public Struck strike(Strike strike) {
        Duration at = Duration.ofNanos(System.nanoTime() - beginNanos);
        return switch (strike.kind()) {
            case KILL_HUB -> new Struck(strike, at, Optional.of(restart(kill(hub.processes()))), "");
            case KILL_STARTING -> {
                kill(hub.processes());
                hub.awaitEnd();
                hub.launch();
                Pause.millis(strike.length().toMillis());
                long killed = kill(hub.processes());
                yield new Struck(strike, at, Optional.of(restart(killed)), "");
            }
            case KILL_ALL -> {
                List<Long> all = new ArrayList<>(hub.processes());
                all.addAll(stage.publisher().processes());
                Optional<Long> database = stage.database().process();
                database.ifPresent(all::add);
                long killed = kill(all);
                stage.publisher().awaitEnd();
                hub.awaitEnd();
                stage.publisher().launch();
                yield new Struck(strike, at, Optional.of(restart(killed)), databaseRemark(database));
            }
            case KILL_DATABASE -> {
                Optional<Long> database = stage.database().process();
                database.ifPresent(pid -> Signals.send("KILL", pid));
                yield new Struck(strike, at, Optional.empty(), databaseRemark(database));
            }
            case KILL_PUBLISHER -> {
                kill(stage.publisher().processes());
                stage.publisher().awaitEnd();
                Pause.millis(strike.length().toMillis());
                stage.publisher().launch();
                yield new Struck(strike, at, Optional.empty(), "");
            }
            case FREEZE_HUB -> freeze(strike, at, hub.processes());
            case FREEZE_DATABASE -> freeze(strike, at, stage.database().processes());
            case CUT_CONNECTIONS -> {
                stage.cut();
                yield new Struck(strike, at, Optional.empty(), "");
            }
            case SWALLOW_ANSWERS -> swallow(strike, at);
            case REPEAT_DELIVERIES -> {
                stage.publisher().repeat();
                yield new Struck(strike, at, Optional.empty(), "");
            }
            case FILL_DISK -> fill(strike, at);
        };
    }

    private static long kill(List<Long> processes) {
        long now = System.nanoTime();
        Signals.send("KILL", processes);
        return now;
    }

    /** @return from the kill until it was ready again */
    private Duration restart(long killedNanos) {
        hub.awaitEnd();
        hub.launch();
        hub.awaitReady();
        return Duration.ofNanos(System.nanoTime() - killedNanos);
    }

    private static String databaseRemark(Optional<Long> database) {
        return database.isPresent() ? "" : "the database was not running";
    }

    private static Struck freeze(Strike strike, Duration at, List<Long> processes) {
        Signals.send("STOP", processes);
        try {
            Pause.millis(strike.length().toMillis());
        } finally {
            Signals.send("CONT", processes);
        }
        return new Struck(strike, at, Optional.empty(), processes.isEmpty() ? "it was not running" : "");
    }

    private Struck swallow(Strike strike, Duration at) {
        stage.swallowAnswers(true);
        try {
            Pause.millis(strike.length().toMillis());
            stage.cut();
        } finally {
            stage.swallowAnswers(false);
        }
        return new Struck(strike, at, Optional.empty(), "");
    }

    /** First almost, so that the hub can see it coming; then to the last byte. */
    private Struck fill(Strike strike, Duration at) {
        SmallDisk disk = stage.disk().orElseThrow(() -> new StageException("There is no small disk to fill.", null));
        String remark;
        try {
            remark = disk.fill(ALMOST_FULL) / MIB + " MiB were free, then " + ALMOST_FULL / MIB;
            Pause.millis(strike.length().toMillis() / 2);
            remark += ", of which the hub left " + disk.fill(0) / MIB + ", then none";
            Pause.millis(strike.length().toMillis() / 2);
        } finally {
            disk.empty();
        }
        if (!hub.isRunning()) {
            remark += "; the hub ended with exit code " + hub.exitCode().orElse(-1) + " and was started again";
            hub.launch();
            hub.awaitReady();
        }
        return new Struck(strike, at, Optional.empty(), remark);
    }
}
