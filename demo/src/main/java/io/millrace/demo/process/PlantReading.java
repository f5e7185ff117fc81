package io.millrace.demo.process;

import java.util.List;

/**
 * What all instruments of the works show at one time. Immutable.
 *
 * @param kilns two of them
 * @param feeders three of them: kiln 1, kiln 2, conveyor and packing
 */
public record PlantReading(
        long millis, List<KilnReading> kilns, ConveyorReading conveyor, List<FeederReading> feeders) {

    public PlantReading {
        kilns = List.copyOf(kilns);
        feeders = List.copyOf(feeders);
    }

    /** @param n 1 or 2 */
    public KilnReading kiln(int n) {
        return kilns.get(n - 1);
    }

    /** @param n 1 to 3 */
    public FeederReading feeder(int n) {
        return feeders.get(n - 1);
    }
}
