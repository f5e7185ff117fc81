/**
 * What people would use instead of a hub, put together from the parts the field uses and tuned as somebody would who knows
 * them: {@link io.millrace.bench.stack.BridgeStack} is Mosquitto, a client that carries messages into Kafka, and a
 * client that writes them from there into PostgreSQL by multi-row INSERT; {@link
 * io.millrace.bench.stack.NodeRedStack} is Mosquitto, Node-RED and PostgreSQL. Kafka and PostgreSQL are those of the hub,
 * with the hub's settings, but in processes of their own: what differs is the way between, not the store.
 *
 * <p>Every part is a process, so that its processor time is told apart. {@link io.millrace.bench.stack.Part} is one of
 * them; {@code LogServer}, {@code DatabaseServer}, {@code Bridge} and {@code Writer} are main classes of such processes.
 */
@NullMarked
package io.millrace.bench.stack;

import org.jspecify.annotations.NullMarked;
