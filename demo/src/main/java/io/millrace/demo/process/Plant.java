package io.millrace.demo.process;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * The lime works: two kilns, the conveyor behind them, the packing line, and the energy meter that sees them all.
 *
 * <p>Deterministic: the same seed, start and commands, given at the same times, yield the same readings and events,
 * however the time in between is cut. Thread-safe.
 */
public final class Plant {

    public static final double LOWEST_SETPOINT = 900;
    public static final double HIGHEST_SETPOINT = 1150;
    public static final double HIGHEST_SPEED = 2.5;
    public static final int FEEDERS = 3;

    static final long STEP_MILLIS = 100;
    /** After a longer pause (a suspended machine) the works go on from where they were instead of catching up. */
    static final long CATCH_UP_MILLIS = 60_000;

    private static final double STEP_SECONDS = STEP_MILLIS / 1000.0;

    private final Kiln[] kilns;
    private final Conveyor conveyor;
    private final PackingLine packing;
    private final Feeder[] feeders;
    private final Wander grid;
    private boolean packs;
    private long millis;
    private volatile PlantReading reading;

    /** @param startMillis since 1970 */
    public Plant(long seed, long startMillis) {
        SplittableRandom random = new SplittableRandom(seed);
        millis = startMillis;
        kilns = new Kiln[] {
            new Kiln(random.split(), startMillis, 5, 130), new Kiln(random.split(), startMillis, 32, 35),
        };
        conveyor = new Conveyor(random.split(), startMillis);
        packing = new PackingLine(random.split(), startMillis);
        feeders = new Feeder[] {
            new Feeder(random.split(), startMillis, 260, 0.91),
            new Feeder(random.split(), startMillis, 260, 0.90),
            new Feeder(random.split(), startMillis, 55, 0.86),
        };
        grid = new Wander(random.split(), 0.018, 40);
        reading = step(event -> {});
    }

    /**
     * Lets time pass up to a moment. A moment in the past changes nothing, unless the clock was set back by more than a
     * minute; then the works go on from there.
     *
     * @param events hears what the packing line tells, in the order of time
     */
    public synchronized PlantReading advanceTo(long nowMillis, Consumer<PackingEvent> events) {
        if (Math.abs(nowMillis - millis) > CATCH_UP_MILLIS) {
            millis = nowMillis - STEP_MILLIS;
        }
        while (millis + STEP_MILLIS <= nowMillis) {
            reading = step(events);
        }
        return reading;
    }

    /** The last reading. */
    public PlantReading reading() {
        return reading;
    }

    /**
     * Sets the burner temperature of a kiln.
     *
     * @param kiln 1 or 2
     * @return false when it lies outside {@link #LOWEST_SETPOINT} and {@link #HIGHEST_SETPOINT}; nothing changed then
     */
    public synchronized boolean burnerSetpoint(int kiln, double celsius) {
        if (!(celsius >= LOWEST_SETPOINT && celsius <= HIGHEST_SETPOINT)) {
            return false;
        }
        kilns[kiln - 1].setpoint(celsius);
        return true;
    }

    /** Sets the speed of the belt in m/s; false when it lies outside 0 and {@link #HIGHEST_SPEED}. */
    public synchronized boolean beltSpeed(double metresPerSecond) {
        if (!(metresPerSecond >= 0 && metresPerSecond <= HIGHEST_SPEED)) {
            return false;
        }
        conveyor.setpoint(metresPerSecond);
        showCommands();
        return true;
    }

    public synchronized void runConveyor(boolean run) {
        conveyor.run(run);
        showCommands();
    }

    public synchronized void acknowledgeConveyorFault() {
        conveyor.acknowledgeFault();
        showCommands();
    }

    private void showCommands() {
        PlantReading before = reading;
        reading = new PlantReading(
                before.millis(), before.kilns(), conveyor.commanded(before.conveyor()), before.feeders());
    }

    /** Has the packing line tell its current order and state with the next step: somebody new is listening. */
    public synchronized void announcePacking() {
        packing.announce();
    }

    private PlantReading step(Consumer<PackingEvent> events) {
        millis += STEP_MILLIS;
        List<KilnReading> burnt = new ArrayList<>(kilns.length);
        double lime = 0;
        for (Kiln kiln : kilns) {
            KilnReading kilnReading = kiln.step(millis, STEP_SECONDS);
            lime += kilnReading.limeOutput();
            burnt.add(kilnReading);
        }
        ConveyorReading belt = conveyor.step(millis, STEP_SECONDS, lime);
        packing.step(millis, STEP_MILLIS, event -> {
            if (event instanceof PackingEvent.StateChanged changed) {
                packs = changed.state() == LineState.PRODUCING;
            }
            events.accept(event);
        });
        double frequency = 50 + grid.next(STEP_SECONDS);
        double others = 14 + belt.motorCurrent() * 0.6 + (packs ? 21 : 6);
        return new PlantReading(
                millis,
                burnt,
                belt,
                List.of(
                        feeders[0].step(millis, STEP_SECONDS, burnt.get(0).blowerPower(), frequency),
                        feeders[1].step(millis, STEP_SECONDS, burnt.get(1).blowerPower(), frequency),
                        feeders[2].step(millis, STEP_SECONDS, others, frequency)));
    }
}
