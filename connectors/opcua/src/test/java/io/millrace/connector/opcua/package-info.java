/** Tests of the OPC UA connector; those named IT run against servers written by others. */
@NullUnmarked
package io.millrace.connector.opcua;

import org.jspecify.annotations.NullUnmarked;
