/**
 * The processor {@code enrich}: what is known about a thing joins what happens with it.
 *
 * <p>A table is what topics said last for each key: orders, products, assets. An instance is one key: its
 * {@link io.millrace.process.enrich.EnrichState} is the row of that key and what waits for it, so tables grow with the
 * log and its partitions and not in one memory. {@link io.millrace.process.enrich.KeyPlace} finds the key,
 * {@link io.millrace.process.enrich.Blend} makes the output, {@link io.millrace.process.enrich.EnrichProcessor} decides
 * which row belongs to which event.
 */
@NullMarked
package io.millrace.process.enrich;

import org.jspecify.annotations.NullMarked;
