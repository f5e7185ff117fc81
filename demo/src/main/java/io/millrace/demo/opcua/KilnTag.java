package io.millrace.demo.opcua;

import io.millrace.demo.process.KilnReading;
import io.millrace.demo.process.Measurement;
import io.millrace.demo.process.Quality;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.jspecify.annotations.Nullable;

/**
 * A variable of a kiln's controller.
 *
 * @param path below the kiln, levels parted by dots: {@code Burner.Temperature}
 * @param dataType of the variable
 * @param low end of the measuring range; not a number where there is none
 * @param high end of the measuring range
 * @param value what it shows
 */
record KilnTag(
        String path,
        NodeId dataType,
        @Nullable Unit unit,
        double low,
        double high,
        String description,
        Function<KilnReading, State> value) {

    /** A value and how far it can be trusted. */
    record State(Object value, StatusCode status) {}

    /** A measured number, shown with a resolution as instruments do. */
    static KilnTag measured(
            String path,
            Unit unit,
            double low,
            double high,
            double resolution,
            String description,
            ToDoubleFunction<KilnReading> value) {
        return new KilnTag(
                path,
                NodeIds.Double,
                unit,
                low,
                high,
                description,
                reading -> good(rounded(value.applyAsDouble(reading), resolution)));
    }

    /** A measured number from an instrument that may fail. */
    static KilnTag instrument(
            String path,
            Unit unit,
            double low,
            double high,
            double resolution,
            String description,
            Function<KilnReading, Measurement> value) {
        return new KilnTag(path, NodeIds.Double, unit, low, high, description, reading -> {
            Measurement measurement = value.apply(reading);
            return new State(rounded(measurement.value(), resolution), status(measurement.quality()));
        });
    }

    /** Anything else. */
    static KilnTag plain(
            String path,
            NodeId dataType,
            @Nullable Unit unit,
            String description,
            Function<KilnReading, Object> value) {
        return new KilnTag(
                path, dataType, unit, Double.NaN, Double.NaN, description, reading -> good(value.apply(reading)));
    }

    private static State good(Object value) {
        return new State(value, StatusCode.GOOD);
    }

    private static StatusCode status(Quality quality) {
        return switch (quality) {
            case GOOD -> StatusCode.GOOD;
            case HELD -> new StatusCode(StatusCodes.Uncertain_LastUsableValue);
            case FAILED -> new StatusCode(StatusCodes.Bad_SensorFailure);
        };
    }

    private static double rounded(double value, double resolution) {
        // Dividing by the inverse keeps 0.1 from becoming 0.30000000000000004.
        double inverse = Math.rint(1 / resolution);
        return Double.isNaN(value) ? value : Math.rint(value * inverse) / inverse;
    }
}
