package io.millrace.demo.modbus;

import static io.millrace.demo.modbus.RegisterImage.putFloat;
import static io.millrace.demo.modbus.RegisterImage.putScaled;
import static io.millrace.demo.modbus.RegisterImage.putUnsigned32;
import static io.millrace.demo.modbus.RegisterImage.putUnsigned64;

import io.millrace.demo.process.FeederReading;
import io.millrace.demo.process.Plant;
import java.util.Optional;

/**
 * The energy meter of the switchboard: a gateway with one unit for each feeder, 1 kiln 1, 2 kiln 2, 3 conveyor and
 * packing. Read only.
 *
 * <p>Input registers, most significant word first: 0-1 active power, float32, kW; 2-3, 4-5, 6-7 voltages L1 to L3,
 * float32, V; 8-9, 10-11, 12-13 currents L1 to L3, float32, A; 14 power factor, int16, 0.001; 15 frequency, uint16,
 * 0.01 Hz; 16-19 active energy, uint64, Wh; 20-21 reactive energy, uint32, kvarh.
 *
 * <p>Thread-safe.
 */
public final class EnergyMeterDevice implements ModbusDevice {

    private final Plant plant;

    public EnergyMeterDevice(Plant plant) {
        this.plant = plant;
    }

    @Override
    public Optional<RegisterImage> unit(int unitId) {
        return unitId >= 1 && unitId <= Plant.FEEDERS
                ? Optional.of(image(plant.reading().feeder(unitId)))
                : Optional.empty();
    }

    static RegisterImage image(FeederReading reading) {
        RegisterImage image = new RegisterImage(0, 0, 0, 22);
        short[] input = image.input();
        putFloat(input, 0, reading.activePower());
        putFloat(input, 2, reading.voltage1());
        putFloat(input, 4, reading.voltage2());
        putFloat(input, 6, reading.voltage3());
        putFloat(input, 8, reading.current1());
        putFloat(input, 10, reading.current2());
        putFloat(input, 12, reading.current3());
        putScaled(input, 14, reading.powerFactor(), 0.001, true);
        putScaled(input, 15, reading.frequency(), 0.01, false);
        putUnsigned64(input, 16, (long) reading.activeEnergy());
        putUnsigned32(input, 20, (long) reading.reactiveEnergy());
        return image;
    }
}
