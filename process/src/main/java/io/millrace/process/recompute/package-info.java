/**
 * The past computed again. {@link io.millrace.process.recompute.Rerun} runs a rule over inputs that are stored in the order
 * of time, {@link io.millrace.process.recompute.Differences} lays what it says beside what is stored of it. Nothing here
 * knows where inputs come from, nor where differences go.
 */
@NullMarked
package io.millrace.process.recompute;

import org.jspecify.annotations.NullMarked;
