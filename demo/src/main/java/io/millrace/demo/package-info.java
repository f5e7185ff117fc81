/**
 * A lime works to try a hub on: two kilns behind OPC UA servers, a conveyor and an energy meter behind Modbus TCP
 * servers, and a packing line that publishes by MQTT. {@link io.millrace.demo.LimeWorks} starts and ends it.
 *
 * <p>{@code process} is the plant itself, free of protocols; {@code opcua}, {@code modbus} and {@code mqtt} show it to
 * the world. Nothing here knows the hub: what connects to it are real clients over real sockets.
 */
@NullMarked
package io.millrace.demo;

import org.jspecify.annotations.NullMarked;
