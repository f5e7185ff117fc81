package io.millrace.demo.process;

import java.util.SplittableRandom;

/** The belt that carries the burnt lime of both kilns to the silo. Not thread-safe. */
final class Conveyor {

    static final double DEFAULT_SPEED = 1.6;

    private static final double DRIFTS_PER_SECOND = 1 / 420.0;
    private static final double DRIFT_SECONDS = 14;
    /** t/h that one m/s of belt carries when full. */
    private static final double CAPACITY = 22;

    private final SplittableRandom random;
    private final Wander drive;
    private final Wander bearing;
    private final Lag speed = new Lag(DEFAULT_SPEED);
    private final Lag onBelt = new Lag(22);
    private final Lag motorTemperature = new Lag(54);
    private double setpoint = DEFAULT_SPEED;
    private boolean runCommand = true;
    private double driftSeconds;
    private double runningHours;
    private double transported;

    Conveyor(SplittableRandom random, long startMillis) {
        this.random = random;
        this.drive = new Wander(random.split(), 0.15, 2);
        this.bearing = new Wander(random.split(), 0.12, 5);
        this.runningHours = Counters.reckoned(startMillis, 1);
        this.transported = Counters.reckoned(startMillis, 27_000);
    }

    void setpoint(double metresPerSecond) {
        setpoint = metresPerSecond;
    }

    void run(boolean command) {
        runCommand = command;
    }

    void acknowledgeFault() {
        driftSeconds = 0;
    }

    /** A reading as it is right after a command: the panel shows what was typed at once. */
    ConveyorReading commanded(ConveyorReading before) {
        return before.commanded(setpoint, runCommand, driftSeconds > 0);
    }

    /** @param lime what falls on the belt, t/h */
    ConveyorReading step(long millis, double seconds, double lime) {
        driftSeconds = Math.max(0, driftSeconds - seconds);
        boolean drift = driftSeconds > 0;
        if (!drift && runCommand && random.nextDouble() < DRIFTS_PER_SECOND * seconds) {
            driftSeconds = DRIFT_SECONDS;
        }
        boolean driven = runCommand && !drift;
        double moving = speed.toward(driven ? setpoint : 0, driven ? 2.5 : 0.8, seconds);
        boolean running = moving > 0.05;
        double load = Math.min(120, 100 * onBelt.toward(lime, 6, seconds) / (CAPACITY * Math.max(0.8, moving)));
        double current =
                running ? Math.max(0, 9.5 + 0.19 * load + 4.2 * moving + (driven ? drive.next(seconds) : 0)) : 0;
        motorTemperature.toward(running ? 38 + current * 0.75 : 28, 60, seconds);
        if (running) {
            runningHours += seconds / 3600;
            transported += lime * 1000 * seconds / 3600;
        }
        return new ConveyorReading(
                millis,
                running ? moving : 0,
                setpoint,
                load,
                current,
                motorTemperature.value(),
                running ? Math.max(0.1, 1.6 + 0.4 * moving + bearing.next(seconds)) : 0.05,
                runCommand,
                running,
                drift,
                runningHours,
                transported);
    }
}
