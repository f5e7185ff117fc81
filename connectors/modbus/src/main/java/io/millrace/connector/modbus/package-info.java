/**
 * Modbus TCP. {@link io.millrace.connector.modbus.ModbusConnector} is the front door; {@link
 * io.millrace.connector.modbus.ModbusSettings} and {@link io.millrace.connector.modbus.ModbusAddress} are what a site
 * file says.
 *
 * <p>The decisions are plain code that knows no socket: {@code ReadPlan} makes few requests of many addresses, {@code
 * Refusals} remembers what the device refused, {@code Registers} turns registers into values and back. Around them a
 * session has one thread, an event loop, on which everything happens and which owns one {@code Link} (a TCP
 * connection) for each unit id, so that a slow unit keeps nobody waiting but itself.
 *
 * <p>Follows the MODBUS Application Protocol Specification V1.1b3 and the MODBUS Messaging on TCP/IP Implementation
 * Guide V1.0b, of which the digitalpetri library does the frames.
 */
@NullMarked
package io.millrace.connector.modbus;

import org.jspecify.annotations.NullMarked;
