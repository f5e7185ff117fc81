/**
 * The MQTT clients of a plant as a program of its own, written to cost next to nothing, so that what is measured is the
 * other side: packets are made once and only their changing bytes are written again, one thread serves all connections,
 * and no library stands between. It tells what it found as one line of JSON.
 */
@NullMarked
package io.millrace.bench.load;

import org.jspecify.annotations.NullMarked;
