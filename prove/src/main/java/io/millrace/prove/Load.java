package io.millrace.prove;

/**
 * What the simulated plant sends.
 *
 * @param lines production lines, each an MQTT client of its own
 * @param countsPerSecond light-barrier counts of all lines together
 * @param valuesPerSecond temperatures of all lines together
 * @param duplicatePercent of all messages, how many are sent once more some seconds later
 * @param registers counters of the Modbus device; there are as many registers with noise
 * @param window messages of one line on their way at a time
 */
public record Load(
        int lines, int countsPerSecond, int valuesPerSecond, int duplicatePercent, int registers, int window) {

    /** What two cores carry easily while they also do everything else. */
    public static final Load STANDARD = new Load(8, 400, 1_000, 3, 8, 256);

    public Load {
        if (lines < 1 || lines > 1_000) {
            throw new IllegalArgumentException("between 1 and 1000 lines, not " + lines);
        }
        if (registers < 1 || registers > 60) {
            throw new IllegalArgumentException("between 1 and 60 registers, not " + registers);
        }
        if (countsPerSecond < 1 || valuesPerSecond < 1 || window < 2) {
            throw new IllegalArgumentException("there must be some messages");
        }
        if (duplicatePercent < 0 || duplicatePercent > 100) {
            throw new IllegalArgumentException("a percentage, not " + duplicatePercent);
        }
    }
}
