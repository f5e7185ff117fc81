/**
 * The packing line's gateway: it turns what the light barriers see into messages of the namespace and publishes them by
 * MQTT. As a good device does, it keeps every message, in order, until the broker has acknowledged it.
 */
@NullMarked
package io.millrace.demo.mqtt;

import org.jspecify.annotations.NullMarked;
