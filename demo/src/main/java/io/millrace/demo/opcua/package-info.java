/**
 * The kilns' controllers as OPC UA servers. {@link io.millrace.demo.opcua.KilnTags} says which nodes there are,
 * {@link io.millrace.demo.opcua.KilnAddressSpace} keeps their values, {@link io.millrace.demo.opcua.KilnServer} serves
 * them on its own port with a certificate of its own.
 */
@NullMarked
package io.millrace.demo.opcua;

import org.jspecify.annotations.NullMarked;
