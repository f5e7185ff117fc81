/**
 * What the console knows of processors beyond what the hub tells it: since when each is as it is and how fast it works
 * ({@link io.millrace.console.processors.ProcessorWatch}), and who made a value of what ({@link
 * io.millrace.console.processors.Lineage}).
 */
@NullMarked
package io.millrace.console.processors;

import org.jspecify.annotations.NullMarked;
