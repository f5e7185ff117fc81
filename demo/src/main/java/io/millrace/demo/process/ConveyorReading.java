package io.millrace.demo.process;

/**
 * What the drive of the belt conveyor shows.
 *
 * @param speed m/s
 * @param speedSetpoint m/s
 * @param load percent of what the belt can carry
 * @param motorCurrent A
 * @param motorTemperature degrees Celsius
 * @param vibration of the drum bearing, mm/s
 * @param runCommand whether it should run
 * @param running whether the belt moves
 * @param beltDrift whether the belt has run off its middle, which stops it
 * @param runningHours since commissioning
 * @param transported kg since commissioning
 */
public record ConveyorReading(
        long millis,
        double speed,
        double speedSetpoint,
        double load,
        double motorCurrent,
        double motorTemperature,
        double vibration,
        boolean runCommand,
        boolean running,
        boolean beltDrift,
        double runningHours,
        double transported) {

    /** The same moment, with commands that have just been given. */
    ConveyorReading commanded(double newSetpoint, boolean newRunCommand, boolean newBeltDrift) {
        return new ConveyorReading(
                millis,
                speed,
                newSetpoint,
                load,
                motorCurrent,
                motorTemperature,
                vibration,
                newRunCommand,
                running,
                newBeltDrift,
                runningHours,
                transported);
    }
}
