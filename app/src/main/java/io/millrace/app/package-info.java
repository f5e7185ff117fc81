/**
 * The program. {@link io.millrace.app.Main} reads the command line, {@code site} reads the site file, and {@link
 * io.millrace.app.hub.Hub} starts the rooms of the house in the order in which data flows and stops them in reverse.
 */
@NullMarked
package io.millrace.app;

import org.jspecify.annotations.NullMarked;
