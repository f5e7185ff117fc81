/**
 * Decides, from plain data alone. {@link io.millrace.prove.judge.Judge} is told the journal, then the log in its order,
 * then the rows and the hub's ledger, and answers with {@link io.millrace.prove.judge.Finding}s. Built to hold millions
 * of messages: a message is a bit in a set, its time a number in an array.
 */
@NullMarked
package io.millrace.prove.judge;

import org.jspecify.annotations.NullMarked;
