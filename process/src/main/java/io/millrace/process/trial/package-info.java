/**
 * Tries a processor in memory, touching nothing.
 *
 * <p>{@link io.millrace.process.trial.Trial} is a hub for one processor and one thread: it is given what a log took, in
 * the order in which the log took it, and lets the log's time pass as a hub would. Each
 * {@link io.millrace.process.trial.Turn} tells an input and what followed from it.
 * {@link io.millrace.process.trial.SampleSheet} reads samples that a person wrote down, and
 * {@link io.millrace.process.trial.Comparison} lays what the trial says beside what the running processor said.
 */
@NullMarked
package io.millrace.process.trial;

import org.jspecify.annotations.NullMarked;
