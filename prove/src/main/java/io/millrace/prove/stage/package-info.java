/**
 * What is struck: {@link io.millrace.stage.HubProcess}, its {@link io.millrace.prove.stage.DatabaseUnderTest},
 * the {@link io.millrace.prove.stage.PublisherProcess}, the connections between them ({@link
 * io.millrace.prove.stage.CuttingProxy}) and the disk ({@link io.millrace.prove.stage.SmallDisk}). Processes that are
 * started here never outlive the prover.
 */
@NullMarked
package io.millrace.prove.stage;

import org.jspecify.annotations.NullMarked;
