/**
 * Models: what may be published below a versioned contract such as {@code _pump_v1}. A {@link
 * io.millrace.model.contract.Model} is a tree of {@link io.millrace.model.contract.Field}s, {@link
 * io.millrace.model.contract.Models} are all that a site has, and a {@link io.millrace.model.contract.TopicCheck} is what
 * they say of one topic: made once for a topic, asked for every message of it.
 *
 * <p>A topic is one field ({@code .../_pump_v1/motor/current}), a group ({@code .../_pump_v1/motor}) or the whole ({@code
 * .../_pump_v1}). A payload with one value speaks of one field and cannot miss any; one with several keys speaks of the
 * whole group its topic names, and there what is required has to be.
 *
 * <p>{@link io.millrace.model.contract.ModelProposal} goes the other way: from messages to a model that fits them.
 *
 * <p>Everything but the proposal is immutable; nothing here does I/O.
 */
@NullMarked
package io.millrace.model.contract;

import org.jspecify.annotations.NullMarked;
