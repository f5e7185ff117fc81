package io.millrace.demo.process;

import java.util.SplittableRandom;

/** A twin-shaft (parallel-flow regenerative) lime kiln. Not thread-safe. */
final class Kiln {

    static final double DEFAULT_SETPOINT = 1050;

    private static final double DESIGN_FUEL = 1250;
    private static final double AIR_PER_FUEL = 10.2;
    private static final double DESIGN_AIR = DESIGN_FUEL * AIR_PER_FUEL;
    private static final double KWH_PER_NM3 = 10.0;
    private static final double CYCLE_HOURS = 120 / 3600.0;

    private final KilnCycle cycle;
    private final Instrument thermocouple;
    private final Instrument analyser;
    private final Wander flame;
    private final Wander gas;
    private final Wander air;
    private final Wander bed1;
    private final Wander bed2;
    private final Wander stone;
    private final Wander draught;

    private final Lag burner = new Lag(1010);
    private final Lag fuelFlow = new Lag(DESIGN_FUEL);
    private final Lag airFlow = new Lag(DESIGN_AIR);
    private final Lag shaft1 = new Lag(985);
    private final Lag shaft2 = new Lag(945);
    private final Lag pressure1 = new Lag(280);
    private final Lag pressure2 = new Lag(165);
    private final Lag exhaust = new Lag(105);
    private final Lag oxygen = new Lag(2);
    private final Lag output = new Lag(12.5);
    private final Lag meanFuel = new Lag(DESIGN_FUEL * 0.83);
    private final Lag meanOutput = new Lag(12.5 * 0.83);

    private double setpoint = DEFAULT_SETPOINT;
    private double energy;

    /**
     * @param offsetSeconds how far the first burning is along at the start
     * @param firstFaultSeconds until the thermocouple of shaft 2 fails for the first time
     */
    Kiln(SplittableRandom random, long startMillis, double offsetSeconds, double firstFaultSeconds) {
        long cycles = (long) Counters.reckoned(startMillis, 1 / CYCLE_HOURS);
        cycle = new KilnCycle(random.split(), offsetSeconds, cycles);
        energy = Counters.reckoned(startMillis, DESIGN_FUEL * KWH_PER_NM3);
        thermocouple = new Instrument(random.split(), Quality.FAILED, firstFaultSeconds, firstFaultSeconds * 4, 18);
        analyser = new Instrument(random.split(), Quality.HELD, firstFaultSeconds + 45, 150, 9);
        flame = new Wander(random.split(), 4, 8);
        gas = new Wander(random.split(), 9, 5);
        air = new Wander(random.split(), 90, 3);
        bed1 = new Wander(random.split(), 3, 12);
        bed2 = new Wander(random.split(), 3, 12);
        stone = new Wander(random.split(), 0.25, 6);
        draught = new Wander(random.split(), 1.5, 2);
    }

    void setpoint(double celsius) {
        setpoint = celsius;
    }

    double setpoint() {
        return setpoint;
    }

    KilnReading step(long millis, double seconds) {
        cycle.advance(seconds);
        KilnPhase phase = cycle.phase();
        boolean burns = phase.burns();
        burn(phase, burns, seconds);
        heat(burns, seconds);
        push(seconds);

        double limeTarget = burns ? Math.max(0, 12.6 * fuelFlow.value() / DESIGN_FUEL + stone.next(seconds)) : 0;
        output.toward(limeTarget, 2, seconds);
        energy += fuelFlow.value() * KWH_PER_NM3 * seconds / 3600;
        double fuelMean = meanFuel.toward(fuelFlow.value(), 120, seconds);
        double outputMean = Math.max(0.5, meanOutput.toward(output.value(), 120, seconds));

        return new KilnReading(
                millis,
                phase.runs(),
                phase,
                cycle.secondsInPhase(),
                cycle.activeShaft(),
                cycle.count(),
                burner.value(),
                setpoint,
                fuelFlow.value(),
                airFlow.value(),
                shaft1.value(),
                pressure1.value(),
                thermocouple.measure(shaft2.value(), seconds),
                pressure2.value(),
                exhaust.value(),
                analyser.measure(oxygen.value(), seconds),
                output.value(),
                energy,
                fuelMean * KWH_PER_NM3 * 0.0036 / outputMean,
                32 + 215 * Math.pow(airFlow.value() / DESIGN_AIR, 1.5));
    }

    /** Burner, gas valve and blower: the controller adds gas while the burner is colder than it should be. */
    private void burn(KilnPhase phase, boolean burns, double seconds) {
        double wanted = DESIGN_FUEL + 2.6 * (setpoint - DEFAULT_SETPOINT) + 1.8 * (setpoint - burner.value());
        double fuel = burns ? Math.min(1500, Math.max(850, wanted)) + gas.next(seconds) : 0;
        fuelFlow.toward(fuel, burns ? 2.5 : 0.4, seconds);

        double blow =
                switch (phase) {
                    case BURNING_SHAFT_1, BURNING_SHAFT_2 -> fuelFlow.value() * AIR_PER_FUEL + air.next(seconds);
                    case BUILDING_PRESSURE -> DESIGN_AIR * 0.9;
                    case PURGING -> DESIGN_AIR * 0.6;
                    case RELEASING_PRESSURE, TURNING_FLAPS, STOPPED -> 0;
                };
        airFlow.toward(blow, phase.runs() ? 1.2 : 4, seconds);

        double hot = burns ? setpoint + flame.next(seconds) : phase.runs() ? 860 : 620;
        burner.toward(hot, burns ? 7 : phase.runs() ? 22 : 45, seconds);
    }

    /** The shaft that burns gets hot, the other stores the heat of the exhaust. */
    private void heat(boolean burns, double seconds) {
        double burning = burns ? 1015 + 0.5 * (burner.value() - DEFAULT_SETPOINT) : 955;
        double storing = burns ? 925 : 940;
        boolean first = cycle.activeShaft() == 1;
        shaft1.toward((first ? burning : storing) + bed1.next(seconds), 24, seconds);
        shaft2.toward((first ? storing : burning) + bed2.next(seconds), 24, seconds);
        exhaust.toward(burns ? 88 + 52 * cycle.progress() : 84, burns ? 6 : 14, seconds);
        double excess = airFlow.value() / Math.max(1, fuelFlow.value() * AIR_PER_FUEL);
        oxygen.toward(burns ? Math.min(20.9, 1.9 * excess * excess) : 20.7, 3, seconds);
    }

    /** The air must pass both shafts: most of the pressure lies on the one that burns. */
    private void push(double seconds) {
        double flow = airFlow.value() / DESIGN_AIR;
        double resistance = flow * flow;
        boolean first = cycle.activeShaft() == 1;
        double noise = draught.next(seconds) * flow;
        pressure1.toward(Math.max(0, (first ? 285 : 165) * resistance + noise), 0.8, seconds);
        pressure2.toward(Math.max(0, (first ? 165 : 285) * resistance + noise), 0.8, seconds);
    }
}
