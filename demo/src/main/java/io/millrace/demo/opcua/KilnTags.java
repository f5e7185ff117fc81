package io.millrace.demo.opcua;

import static io.millrace.demo.opcua.KilnTag.instrument;
import static io.millrace.demo.opcua.KilnTag.measured;
import static io.millrace.demo.opcua.KilnTag.plain;
import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.uint;
import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.ulong;

import io.millrace.demo.process.KilnReading;
import java.util.List;
import org.eclipse.milo.opcua.stack.core.NodeIds;

/** The variables of a kiln's controller. */
final class KilnTags {

    /** The one that can be written. */
    static final String SETPOINT = "Burner.TemperatureSetpoint";

    static final List<KilnTag> ALL = List.of(
            measured(
                    "Burner.Temperature",
                    Unit.DEGREE_CELSIUS,
                    0,
                    1300,
                    0.1,
                    "Temperature at the burner lances",
                    KilnReading::burnerTemperature),
            measured(
                    SETPOINT,
                    Unit.DEGREE_CELSIUS,
                    900,
                    1150,
                    0.1,
                    "Wanted temperature at the burner lances",
                    KilnReading::burnerSetpoint),
            measured(
                    "Burner.FuelFlow",
                    Unit.CUBIC_METRE_PER_HOUR,
                    0,
                    1600,
                    0.1,
                    "Natural gas to the burner",
                    KilnReading::fuelFlow),
            measured(
                    "Burner.AirFlow",
                    Unit.CUBIC_METRE_PER_HOUR,
                    0,
                    16000,
                    1,
                    "Combustion air from the blowers",
                    KilnReading::airFlow),
            measured(
                    "Shaft1.Temperature",
                    Unit.DEGREE_CELSIUS,
                    0,
                    1300,
                    0.1,
                    "Burning zone of shaft 1",
                    KilnReading::shaft1Temperature),
            measured(
                    "Shaft1.Pressure",
                    Unit.MILLIBAR,
                    0,
                    400,
                    0.1,
                    "Pressure at the head of shaft 1",
                    KilnReading::shaft1Pressure),
            instrument(
                    "Shaft2.Temperature",
                    Unit.DEGREE_CELSIUS,
                    0,
                    1300,
                    0.1,
                    "Burning zone of shaft 2; its thermocouple is loose and fails now and then",
                    KilnReading::shaft2Temperature),
            measured(
                    "Shaft2.Pressure",
                    Unit.MILLIBAR,
                    0,
                    400,
                    0.1,
                    "Pressure at the head of shaft 2",
                    KilnReading::shaft2Pressure),
            measured(
                    "Exhaust.Temperature",
                    Unit.DEGREE_CELSIUS,
                    0,
                    400,
                    0.1,
                    "Exhaust gas before the filter",
                    KilnReading::exhaustTemperature),
            instrument(
                    "Exhaust.Oxygen",
                    Unit.PERCENT,
                    0,
                    25,
                    0.01,
                    "Oxygen in the exhaust; the analyser holds its value while it calibrates",
                    KilnReading::oxygen),
            measured("Lime.Output", Unit.TONNE_PER_HOUR, 0, 20, 0.01, "Burnt lime discharged", KilnReading::limeOutput),
            plain(
                    "Cycle.Phase",
                    NodeIds.String,
                    null,
                    "Where the kiln is in its reversal cycle",
                    reading -> reading.phase().text()),
            plain(
                    "Cycle.Elapsed",
                    NodeIds.UInt32,
                    Unit.SECOND,
                    "Since the phase began",
                    reading -> uint((long) reading.secondsInPhase())),
            plain(
                    "Cycle.Count",
                    NodeIds.UInt32,
                    null,
                    "Full cycles since commissioning",
                    reading -> uint(reading.cycleCount())),
            plain("Cycle.ActiveShaft", NodeIds.Int16, null, "The shaft that burns: 1 or 2", reading ->
                    (short) reading.activeShaft()),
            plain(
                    "Running",
                    NodeIds.Boolean,
                    null,
                    "False while the burner is stopped or purged",
                    KilnReading::running),
            plain(
                    "Energy.Total",
                    NodeIds.UInt64,
                    Unit.KILOWATT_HOUR,
                    "Fuel energy since commissioning",
                    reading -> ulong((long) reading.energyTotal())),
            measured(
                    "Energy.Specific",
                    Unit.GIGAJOULE_PER_TONNE,
                    0,
                    10,
                    0.001,
                    "Fuel energy per tonne of lime, over the last cycles",
                    KilnReading::energySpecific),
            measured(
                    "Blower.Power",
                    Unit.KILOWATT,
                    0,
                    300,
                    0.1,
                    "Electrical power of the blowers",
                    KilnReading::blowerPower));

    private KilnTags() {}
}
