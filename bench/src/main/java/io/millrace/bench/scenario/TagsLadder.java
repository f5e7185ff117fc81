package io.millrace.bench.scenario;

import java.util.List;
import java.util.OptionalDouble;

/** Looks for the greatest share of a load that holds. Pure. */
final class TagsLadder {

    private static final List<Double> STEPS = List.of(1.0, 0.8, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1);
    /** Under too much load less is stored than could be: time goes into what is lost in the end. */
    private static final double HOPE = 1.25;

    private TagsLadder() {}

    /**
     * The share to try when one was too much.
     *
     * @param tried the share that was too much
     * @param stored how much was stored all the same, as a share of the full load
     * @return empty when there is nothing less to try
     */
    static OptionalDouble next(double tried, double stored) {
        OptionalDouble below = STEPS.stream()
                .mapToDouble(Double::doubleValue)
                .filter(step -> step < tried && step <= stored * HOPE)
                .findFirst();
        return below.isPresent()
                ? below
                : STEPS.stream()
                        .mapToDouble(Double::doubleValue)
                        .filter(step -> step < tried)
                        .reduce((first, last) -> last);
    }
}
