/**
 * What happens in the lime works, free of protocols, threads and clocks: {@link io.millrace.demo.process.Plant} advances
 * in fixed steps of simulated time and tells what its instruments show. The same seed and the same start give the same
 * plant.
 *
 * <p>The figures follow a twin-shaft lime kiln of some 300 t a day, except that its cycle is compressed: a shaft burns
 * for 50 seconds instead of ten minutes, so that a visitor sees a reversal within a minute. Signals hang together as
 * they do in the field: fuel follows the temperature error, air follows fuel, pressure follows air, the belt carries
 * what the kilns discharge, and the energy meter measures what blowers and drives take.
 */
@NullMarked
package io.millrace.demo.process;

import org.jspecify.annotations.NullMarked;
