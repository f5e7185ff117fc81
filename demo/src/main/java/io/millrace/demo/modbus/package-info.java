/**
 * The conveyor's drive and the energy meter as Modbus TCP servers. {@link io.millrace.demo.modbus.RegisterImage} is what
 * a device shows at one moment; {@link io.millrace.demo.modbus.ConveyorDevice} and
 * {@link io.millrace.demo.modbus.EnergyMeterDevice} lay the readings of the plant out in registers, as their manuals
 * would describe it; {@link io.millrace.demo.modbus.ModbusServer} answers requests.
 */
@NullMarked
package io.millrace.demo.modbus;

import org.jspecify.annotations.NullMarked;
