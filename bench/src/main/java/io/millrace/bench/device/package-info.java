/**
 * The controllers of a plant as programs of their own: an OPC UA server and a Modbus TCP server whose values can be
 * counted afterwards. Each value says which one it is, by its source time or by its number, so that what was made can be
 * compared with what was stored. They share the machine with the hub under measurement and are made to cost little.
 *
 * <p>{@link io.millrace.bench.device.DeviceProcess} is such a program as its starter sees it.
 */
@NullMarked
package io.millrace.bench.device;

import org.jspecify.annotations.NullMarked;
