/**
 * Machines that write into a log what a site's processors are to work on: {@link io.millrace.bench.stream.MachineLoad}
 * fills a log, or writes at a rate and sees how late the outputs come. {@link io.millrace.bench.stream.Job} says what the
 * machines tell and what must follow from it.
 *
 * <p>The program prints nothing: it leaves its result in a file.
 */
@NullMarked
package io.millrace.bench.stream;

import org.jspecify.annotations.NullMarked;
