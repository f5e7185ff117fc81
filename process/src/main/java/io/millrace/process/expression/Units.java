package io.millrace.process.expression;

import io.millrace.model.Problem;
import io.millrace.model.ProblemException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The units that {@code convert} knows. A table of our own, because a units library brings hundreds of units and a
 * framework for the sixty that a plant uses.
 *
 * <p>Factors are exact by definition where there is one: NIST SP 811 (2008), appendix B.8, after the International Yard
 * and Pound Agreement of 1959; kWh, Wh and h from the SI brochure (9th edition), table 8; the calorie and the BTU are
 * those of the International Table (ISO 31-4). Names are as in UCUM where that can be typed on a keyboard.
 */
final class Units {

    private enum Quantity {
        TEMPERATURE,
        TEMPERATURE_DIFFERENCE,
        PRESSURE,
        LENGTH,
        MASS,
        TIME,
        ENERGY,
        POWER,
        VOLUME,
        VOLUME_FLOW,
        MASS_FLOW,
        SPEED,
        FREQUENCY,
        ANGLE,
        RATIO,
        FORCE,
        TORQUE,
        VOLTAGE,
        CURRENT,
        AREA;

        String words() {
            return name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
        }
    }

    /**
     * {@code base = (value + offset) * of / by}: both parts of a factor are numbers that are exact, or nearly, so that
     * 90 km/h are 25 m/s and not 25.000000000000004.
     */
    private record Unit(Quantity quantity, double of, double by, double offset) {}

    private static final Map<String, Unit> UNITS = new LinkedHashMap<>();

    static {
        addTemperature("K", 1, 1, -273.15);
        addTemperature("degC", 1, 1, 0);
        addTemperature("degF", 5, 9, -32);
        add(Quantity.PRESSURE, "Pa", 1);
        add(Quantity.PRESSURE, "hPa", 100);
        add(Quantity.PRESSURE, "mbar", 100);
        add(Quantity.PRESSURE, "kPa", 1e3);
        add(Quantity.PRESSURE, "bar", 1e5);
        add(Quantity.PRESSURE, "MPa", 1e6);
        add(Quantity.PRESSURE, "atm", 101_325);
        add(Quantity.PRESSURE, "psi", 4.448_221_615_260_5, 0.0254 * 0.0254);
        add(Quantity.PRESSURE, "mmH2O", 9.806_65);
        add(Quantity.LENGTH, "m", 1);
        add(Quantity.LENGTH, "um", 1, 1e6);
        add(Quantity.LENGTH, "mm", 1, 1e3);
        add(Quantity.LENGTH, "cm", 1, 100);
        add(Quantity.LENGTH, "km", 1e3);
        add(Quantity.LENGTH, "in", 0.0254);
        add(Quantity.LENGTH, "ft", 0.3048);
        add(Quantity.AREA, "m2", 1);
        add(Quantity.AREA, "mm2", 1, 1e6);
        add(Quantity.AREA, "cm2", 1, 1e4);
        add(Quantity.AREA, "ft2", 0.3048 * 0.3048);
        add(Quantity.MASS, "kg", 1);
        add(Quantity.MASS, "mg", 1, 1e6);
        add(Quantity.MASS, "g", 1, 1e3);
        add(Quantity.MASS, "t", 1e3);
        add(Quantity.MASS, "lb", 0.453_592_37);
        add(Quantity.MASS, "oz", 0.453_592_37, 16);
        add(Quantity.TIME, "s", 1);
        add(Quantity.TIME, "ms", 1, 1e3);
        add(Quantity.TIME, "min", 60);
        add(Quantity.TIME, "h", 3600);
        add(Quantity.TIME, "d", 86_400);
        add(Quantity.ENERGY, "J", 1);
        add(Quantity.ENERGY, "kJ", 1e3);
        add(Quantity.ENERGY, "MJ", 1e6);
        add(Quantity.ENERGY, "GJ", 1e9);
        add(Quantity.ENERGY, "Wh", 3.6e3);
        add(Quantity.ENERGY, "kWh", 3.6e6);
        add(Quantity.ENERGY, "MWh", 3.6e9);
        add(Quantity.ENERGY, "kcal", 4186.8);
        add(Quantity.ENERGY, "BTU", 1055.055_852_62);
        add(Quantity.POWER, "W", 1);
        add(Quantity.POWER, "kW", 1e3);
        add(Quantity.POWER, "MW", 1e6);
        add(Quantity.POWER, "hp", 550 * 0.3048 * 4.448_221_615_260_5);
        add(Quantity.POWER, "BTU/h", 1055.055_852_62, 3600);
        add(Quantity.VOLUME, "m3", 1);
        add(Quantity.VOLUME, "l", 1, 1e3);
        add(Quantity.VOLUME, "hl", 1, 10);
        add(Quantity.VOLUME, "ml", 1, 1e6);
        add(Quantity.VOLUME, "gal", 231 * 0.0254 * 0.0254 * 0.0254);
        add(Quantity.VOLUME, "ft3", 0.3048 * 0.3048 * 0.3048);
        add(Quantity.VOLUME_FLOW, "m3/s", 1);
        add(Quantity.VOLUME_FLOW, "m3/h", 1, 3600);
        add(Quantity.VOLUME_FLOW, "l/s", 1, 1e3);
        add(Quantity.VOLUME_FLOW, "l/min", 1, 60e3);
        add(Quantity.VOLUME_FLOW, "l/h", 1, 3600e3);
        add(Quantity.VOLUME_FLOW, "gal/min", 231 * 0.0254 * 0.0254 * 0.0254, 60);
        add(Quantity.MASS_FLOW, "kg/s", 1);
        add(Quantity.MASS_FLOW, "kg/h", 1, 3600);
        add(Quantity.MASS_FLOW, "t/h", 1e3, 3600);
        add(Quantity.MASS_FLOW, "lb/h", 0.453_592_37, 3600);
        add(Quantity.SPEED, "m/s", 1);
        add(Quantity.SPEED, "m/min", 1, 60);
        add(Quantity.SPEED, "mm/s", 1, 1e3);
        add(Quantity.SPEED, "km/h", 1, 3.6);
        add(Quantity.SPEED, "ft/min", 0.3048, 60);
        add(Quantity.FREQUENCY, "Hz", 1);
        add(Quantity.FREQUENCY, "kHz", 1e3);
        add(Quantity.FREQUENCY, "rpm", 1, 60);
        add(Quantity.FREQUENCY, "1/min", 1, 60);
        add(Quantity.FREQUENCY, "1/h", 1, 3600);
        add(Quantity.ANGLE, "rad", 1);
        add(Quantity.ANGLE, "deg", Math.PI, 180);
        add(Quantity.RATIO, "1", 1);
        add(Quantity.RATIO, "%", 1, 100);
        add(Quantity.RATIO, "ppm", 1, 1e6);
        add(Quantity.FORCE, "N", 1);
        add(Quantity.FORCE, "kN", 1e3);
        add(Quantity.FORCE, "lbf", 4.448_221_615_260_5);
        add(Quantity.TORQUE, "Nm", 1);
        add(Quantity.TORQUE, "lbf.ft", 4.448_221_615_260_5 * 0.3048);
        add(Quantity.VOLTAGE, "V", 1);
        add(Quantity.VOLTAGE, "mV", 1, 1e3);
        add(Quantity.VOLTAGE, "kV", 1e3);
        add(Quantity.CURRENT, "A", 1);
        add(Quantity.CURRENT, "mA", 1, 1e3);
        add(Quantity.TEMPERATURE_DIFFERENCE, "deltaK", 1);
        add(Quantity.TEMPERATURE_DIFFERENCE, "deltaC", 1);
        add(Quantity.TEMPERATURE_DIFFERENCE, "deltaF", 5, 9);
    }

    private Units() {}

    private static void add(Quantity quantity, String name, double of) {
        add(quantity, name, of, 1);
    }

    private static void add(Quantity quantity, String name, double of, double by) {
        UNITS.put(name, new Unit(quantity, of, by, 0));
    }

    private static void addTemperature(String name, double of, double by, double offset) {
        UNITS.put(name, new Unit(Quantity.TEMPERATURE, of, by, offset));
    }

    static Collection<String> names() {
        return UNITS.keySet();
    }

    /**
     * A number in another unit.
     *
     * @throws ProblemException when a unit is unknown or they are not of one quantity
     */
    static double convert(double value, String from, String to) {
        Unit source = unit(from);
        Unit target = unit(to);
        if (source.quantity() != target.quantity()) {
            throw Problem.of(
                            "units-disagree",
                            "'" + from + "' is " + source.quantity().words() + " and '" + to + "' is "
                                    + target.quantity().words() + ": one does not become the other.",
                            "Convert to a unit of the same quantity.")
                    .asException();
        }
        if (source.equals(target)) {
            return value;
        }
        double of = source.of() * target.by();
        double by = source.by() * target.of();
        return (value + source.offset()) * of / by - target.offset();
    }

    private static Unit unit(String name) {
        Unit unit = UNITS.get(name);
        if (unit == null) {
            throw unknown(name);
        }
        return unit;
    }

    private static ProblemException unknown(String name) {
        String similar = Similar.to(name, UNITS.keySet());
        return Problem.of(
                        "unit-unknown",
                        "'" + Numbers.shorten(name) + "' is no unit that convert knows.",
                        similar.isEmpty()
                                ? "The how-to page about expressions lists them; or multiply by the factor."
                                : "Did you mean '" + similar + "'?")
                .asException();
    }
}
