/**
 * Hosts processors on Kafka Streams, exactly once.
 *
 * <p>{@link io.millrace.streams.Streams} is the front door. Every instance of a processor has a home, one partition of
 * the log's routes; {@link io.millrace.process.Addresses} says which. A record that arrives elsewhere makes one more hop
 * through a topic of our own to the home of the instance it concerns. There {@link io.millrace.streams.Host} gives it to
 * the instance, keeps what the instance must not forget, and writes what it says back into the log: inputs, state and
 * outputs are committed together or not at all, every tenth of a second.
 */
@NullMarked
package io.millrace.streams;

import org.jspecify.annotations.NullMarked;
