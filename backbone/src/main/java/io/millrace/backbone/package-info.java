/**
 * The log: Kafka, in this process or elsewhere. {@link io.millrace.backbone.Backbone} is the front door.
 *
 * <p>Everything in the house meets here. Who has something to say writes through the {@link
 * io.millrace.model.LogWriter} and is told when the record is durable; who wants to know follows, keeping the place
 * where it is together with what it made of the records ({@link io.millrace.model.LogSink}) or leaving that place with
 * Kafka ({@link io.millrace.model.RecordHandler}). Nothing is ever pushed at a follower: one that is slow or down
 * falls behind, and catches up.
 *
 * <p>An embedded node is one broker and controller in this process, on loopback, for the plant that fits one machine.
 * An external cluster is the same log for those that outgrow it. Kafka's own types stay inside this package.
 */
@NullMarked
package io.millrace.backbone;

import org.jspecify.annotations.NullMarked;
