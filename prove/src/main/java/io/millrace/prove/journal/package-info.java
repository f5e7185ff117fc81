/**
 * What the generator writes down before it does anything: a file of entries of a fixed size, on the disk before the
 * message is sent or the register shown. It is the one witness of what was attempted and what was acknowledged.
 */
@NullMarked
package io.millrace.prove.journal;

import org.jspecify.annotations.NullMarked;
