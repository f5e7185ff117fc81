package io.millrace.demo.modbus;

import static io.millrace.demo.modbus.RegisterImage.putFloatSwapped;
import static io.millrace.demo.modbus.RegisterImage.putScaled;
import static io.millrace.demo.modbus.RegisterImage.putText;
import static io.millrace.demo.modbus.RegisterImage.putUnsigned32;

import io.millrace.demo.process.ConveyorReading;
import io.millrace.demo.process.Plant;
import java.util.Optional;

/**
 * The conveyor's frequency converter, unit 1 (and 0 and 255, which Modbus TCP devices without a gateway answer to).
 *
 * <p>Holding registers: 0-1 speed, float32 CDAB, m/s; 2-3 speed setpoint, float32 CDAB, m/s, writable; 4 belt load,
 * int16, 0.1 %; 5 motor current, uint16, 0.01 A; 6 status bits (0 ready, 1 running, 2 fault, 3 run command, 4 setpoint
 * reached, 5 belt drift); 7 fault code, uint16; 8-9 running hours, uint32, 0.01 h. Input registers: 0 motor
 * temperature, int16, 0.1 degC; 1 vibration, uint16, 0.01 mm/s; 2-3 transported, uint32, kg; 4-11 name, 16 characters.
 * Coils: 0 run command, writable; 1 acknowledge fault, writable, reads as false. Discrete inputs: 0 running, 1 fault, 2
 * belt drift, 3 pull-cord switch closed.
 *
 * <p>Thread-safe.
 */
public final class ConveyorDevice implements ModbusDevice {

    private static final int FAULT_BELT_DRIFT = 17;

    private final Plant plant;

    public ConveyorDevice(Plant plant) {
        this.plant = plant;
    }

    @Override
    public Optional<RegisterImage> unit(int unitId) {
        return isThis(unitId) ? Optional.of(image(plant.reading().conveyor())) : Optional.empty();
    }

    @Override
    public boolean writeCoil(int unitId, int address, boolean value) {
        if (address == 0) {
            plant.runConveyor(value);
            return true;
        }
        if (address == 1) {
            if (value) {
                plant.acknowledgeConveyorFault();
            }
            return true;
        }
        return false;
    }

    @Override
    public WriteResult writeRegisters(int unitId, int address, short[] values) {
        if (address != 2 || values.length != 2) {
            return WriteResult.ILLEGAL_ADDRESS;
        }
        return plant.beltSpeed(RegisterImage.floatSwapped(values[0], values[1]))
                ? WriteResult.WRITTEN
                : WriteResult.ILLEGAL_VALUE;
    }

    private static boolean isThis(int unitId) {
        return unitId == 1 || unitId == 0 || unitId == 255;
    }

    static RegisterImage image(ConveyorReading reading) {
        RegisterImage image = new RegisterImage(2, 4, 10, 12);
        short[] holding = image.holding();
        putFloatSwapped(holding, 0, reading.speed());
        putFloatSwapped(holding, 2, reading.speedSetpoint());
        putScaled(holding, 4, reading.load(), 0.1, true);
        putScaled(holding, 5, reading.motorCurrent(), 0.01, false);
        holding[6] = (short) status(reading);
        holding[7] = (short) (reading.beltDrift() ? FAULT_BELT_DRIFT : 0);
        putUnsigned32(holding, 8, (long) (reading.runningHours() * 100));

        short[] input = image.input();
        putScaled(input, 0, reading.motorTemperature(), 0.1, true);
        putScaled(input, 1, reading.vibration(), 0.01, false);
        putUnsigned32(input, 2, (long) reading.transported());
        putText(input, 4, 8, "BC-01 LIME BELT");

        image.coils()[0] = reading.runCommand();
        boolean[] discrete = image.discreteInputs();
        discrete[0] = reading.running();
        discrete[1] = reading.beltDrift();
        discrete[2] = reading.beltDrift();
        discrete[3] = true;
        return image;
    }

    private static int status(ConveyorReading reading) {
        boolean reached = Math.abs(reading.speed() - reading.speedSetpoint()) < 0.05;
        return bit(0, !reading.beltDrift())
                | bit(1, reading.running())
                | bit(2, reading.beltDrift())
                | bit(3, reading.runCommand())
                | bit(4, reached)
                | bit(5, reading.beltDrift());
    }

    private static int bit(int number, boolean set) {
        return set ? 1 << number : 0;
    }
}
