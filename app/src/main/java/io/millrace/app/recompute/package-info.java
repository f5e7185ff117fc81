/**
 * The past computed again with the rule a processor has now: what is stored of its inputs goes through the rule, what it says is
 * sorted on disk and laid beside what is stored of its outputs, and the differences go into the log as corrections, which
 * the historian stores as it stores those of a live processor. Memory does not grow with the time that is computed again.
 */
@NullMarked
package io.millrace.app.recompute;

import org.jspecify.annotations.NullMarked;
