/**
 * What processors decide, and nothing of where they run.
 *
 * <p>A processor is a pure rule: {@link io.millrace.process.core.Processor} makes of a state and an input the next state
 * and what is said of it. It never looks at a clock, a file or another instance, so an engine, a test or a person at a
 * terminal can run it, and always with the same result. {@link io.millrace.process.core.Horizon} keeps the last inputs of
 * an instance in the order of their own times: what arrives late is put where it belongs and what was said before is
 * corrected. Each kind of processor has a package of its own, with the options a person writes
 * ({@link io.millrace.process.Kind}); {@link io.millrace.process.Processors} knows them all.
 */
@NullMarked
package io.millrace.process;

import org.jspecify.annotations.NullMarked;
