/**
 * Knows what a machine is doing, and what it was doing: running, stopped and why.
 *
 * <p>Four layers say something of each moment, the first that says anything wins: what a person said later
 * ({@link io.millrace.process.state.Overwrite}), the rules over signals and the state word of the machine
 * ({@link io.millrace.process.state.Signals}), and the pieces it makes
 * ({@link io.millrace.process.state.PieceWatch}). Each layer is a {@link io.millrace.process.state.Timeline} of its own,
 * so that any of them may change the past: a stop begins at the last piece and is known only when the silence is long
 * enough, and a person explains on Monday what happened on Saturday. The
 * {@link io.millrace.process.state.Resolution} lays them over each other, and
 * {@link io.millrace.process.state.MachineStateProcessor} tells what differs from what was told.
 */
@NullMarked
package io.millrace.process.state;

import org.jspecify.annotations.NullMarked;
