/**
 * The proof. {@link io.millrace.prove.Prove} starts a hub as a process of its own, lets a second process publish and
 * keep a journal of what it attempted and what was acknowledged, strikes both on a schedule, and then compares what the
 * log, the historian and the hub's own ledger hold with that journal.
 *
 * <p>It looks at the hub from outside, as any MQTT client, Kafka consumer and SQL tool does, and shares nothing with the
 * hub's rooms: a prover that read through the code it judges would repeat its mistakes.
 *
 * <ul>
 *   <li>{@link io.millrace.prove.schedule}: what is done to it and when;
 *   <li>{@link io.millrace.prove.plant}, {@link io.millrace.prove.journal}, {@link io.millrace.prove.generator}: who
 *       publishes, and what is written down before;
 *   <li>{@link io.millrace.prove.stage}: the processes, the connections and the disk that are struck;
 *   <li>{@link io.millrace.prove.recount}: computes anew what processors must have come to;
 *   <li>{@link io.millrace.prove.evidence}: reads log and historian; {@link io.millrace.prove.judge}: decides.
 * </ul>
 */
@NullMarked
package io.millrace.prove;

import org.jspecify.annotations.NullMarked;
