/**
 * Measures a hub from outside, as its users meet it: in processes of its own, through MQTT, OPC UA and Modbus, and by
 * the rows in its database. Every {@link io.millrace.bench.Scenario} makes a {@link io.millrace.bench.Report} with the
 * machine, the versions, the settings and every single run, as JSON; {@link io.millrace.bench.Page} makes the reference
 * page of these reports. Nothing here judges: a figure is a figure.
 */
@NullMarked
package io.millrace.bench;

import org.jspecify.annotations.NullMarked;
