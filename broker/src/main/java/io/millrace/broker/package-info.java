/**
 * The MQTT broker: HiveMQ Community Edition, embedded, with a gate between a client's message and its acknowledgement.
 *
 * <p>{@link io.millrace.broker.Broker} is the door. Someone hands it a {@link io.millrace.broker.PublishGate}; every
 * message on a topic the gate covers goes through it, and its PUBACK or PUBREC waits until the gate has made it
 * durable. If the gate cannot, the client is disconnected without an acknowledgement and sends again. This room knows
 * bytes and topics only: what they mean is the business of whoever stands behind the gate.
 *
 * <p>The gate is a handler in the Netty pipeline of each client ({@code GateHandler}), not an interceptor of HiveMQ's
 * extension interface. Interceptors run one at a time per client in an unbounded queue, so that a held acknowledgement
 * keeps the messages behind it from the log, and nothing bounds what piles up meanwhile. In the pipeline the message
 * goes on at once, only its acknowledgement waits, and a client with too much in flight is simply not read from. A
 * message nobody is subscribed to, as most of a plant are, ends at the gate ({@code Audience}). A second handler, before
 * the decoder, lets large packets in by turns ({@code LargePackets}). What touches HiveMQ's inside is confined to
 * {@code Engine} with {@code EngineTuning}, to {@code GateHandler}, and to {@code Audience}.
 */
@NullMarked
package io.millrace.broker;

import org.jspecify.annotations.NullMarked;
