/**
 * How well the processor {@code detect} finds faults that people have labelled: the public recordings of SKAB and NAB, read
 * from a folder, go through the very rules a hub runs. What comes out is reported as it is.
 */
@NullMarked
package io.millrace.bench.detection;

import org.jspecify.annotations.NullMarked;
