package io.millrace.bench.scenario;

import io.millrace.bench.Figure;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** What is looked at while a plant grows. Less is better. */
enum GrowthCost {
    HUB("processor time of the hub for a million messages", "hub", "s") {
        @Override
        List<Double> runs(GrowthResult result) {
            return slices(result, slice -> slice.hubSeconds() / slice.millionMessages());
        }
    },
    DATABASE("processor time of its PostgreSQL for a million messages", "PostgreSQL", "s") {
        @Override
        List<Double> runs(GrowthResult result) {
            return slices(result, slice -> slice.databaseSeconds() / slice.millionMessages());
        }
    },
    LAG("greatest number of messages that wait for their row", "greatest lag", "") {
        @Override
        List<Double> runs(GrowthResult result) {
            return result.isMeasured() ? List.of((double) result.lagHighest()) : List.of();
        }
    },
    MEMORY("resident memory of the hub", "hub's memory", "MiB") {
        @Override
        List<Double> runs(GrowthResult result) {
            return result.residentBytes() == 0 ? List.of() : List.of(result.residentBytes() / MIB);
        }
    },
    HEAP("what the hub's heap holds at rest", "of it, heap in use", "MiB") {
        @Override
        List<Double> runs(GrowthResult result) {
            return result.heapBytes().isEmpty()
                    ? List.of()
                    : List.of(result.heapBytes().getAsLong() / MIB);
        }
    },
    RESTART("time of a restart to ready", "restart to ready", "s") {
        @Override
        List<Double> runs(GrowthResult result) {
            return result.restartSeconds().isEmpty()
                    ? List.of()
                    : List.of(result.restartSeconds().getAsDouble());
        }
    };

    private static final double MIB = 1 << 20;

    private final String words;
    private final String column;
    private final String unit;

    GrowthCost(String words, String column, String unit) {
        this.words = words;
        this.column = column;
        this.unit = unit;
    }

    /** As a part of a sentence. */
    String words() {
        return words;
    }

    /** As the heading of a column. */
    String column() {
        return column;
    }

    /** Every time it was measured; empty when it was not. */
    abstract List<Double> runs(GrowthResult result);

    Optional<Figure> figure(GrowthResult result) {
        List<Double> runs = runs(result);
        return runs.isEmpty() ? Optional.empty() : Optional.of(new Figure("growth." + column, unit, runs));
    }

    private static List<Double> slices(GrowthResult result, ToDoubleFunction<GrowthSlice> value) {
        return result.slices().stream()
                .filter(slice -> slice.logged() > 0)
                .map(value::applyAsDouble)
                .toList();
    }
}
