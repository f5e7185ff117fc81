/**
 * The process that publishes. It is killed like everything else: whatever it must remember is in its journals, and a new
 * one goes on from there. {@link io.millrace.prove.generator.Line} decides what is to be sent next, {@link
 * io.millrace.prove.generator.Publisher} sends it, {@link io.millrace.prove.generator.Device} shows registers, and
 * {@link io.millrace.prove.generator.Generator} is the loop around them. It is told what to do on its standard input,
 * ends when that ends, and says on its standard output how far it is.
 */
@NullMarked
package io.millrace.prove.generator;

import org.jspecify.annotations.NullMarked;
