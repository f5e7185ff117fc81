/**
 * The command line. Every command says what it did in words, and ends with an {@link io.millrace.app.cli.ExitCode} that
 * scripts can tell apart. A mistake of the user never prints a stack trace.
 */
@NullMarked
package io.millrace.app.cli;

import org.jspecify.annotations.NullMarked;
