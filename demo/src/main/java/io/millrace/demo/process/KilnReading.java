package io.millrace.demo.process;

/**
 * What the instruments of a kiln show at one time.
 *
 * @param millis since 1970
 * @param running false while the burner is stopped or purged
 * @param activeShaft 1 or 2: the one that burns, or will after the reversal
 * @param secondsInPhase since the phase began
 * @param burnerTemperature degrees Celsius
 * @param burnerSetpoint degrees Celsius
 * @param fuelFlow natural gas, Nm3/h
 * @param airFlow combustion air, Nm3/h
 * @param shaft1Temperature burning zone, degrees Celsius
 * @param shaft1Pressure mbar above ambient
 * @param exhaustTemperature degrees Celsius
 * @param oxygen in the exhaust, percent by volume
 * @param limeOutput t/h
 * @param energyTotal fuel energy, kWh
 * @param energySpecific fuel energy per tonne of lime, GJ/t
 * @param blowerPower electrical, kW
 */
public record KilnReading(
        long millis,
        boolean running,
        KilnPhase phase,
        double secondsInPhase,
        int activeShaft,
        long cycleCount,
        double burnerTemperature,
        double burnerSetpoint,
        double fuelFlow,
        double airFlow,
        double shaft1Temperature,
        double shaft1Pressure,
        Measurement shaft2Temperature,
        double shaft2Pressure,
        double exhaustTemperature,
        Measurement oxygen,
        double limeOutput,
        double energyTotal,
        double energySpecific,
        double blowerPower) {}
