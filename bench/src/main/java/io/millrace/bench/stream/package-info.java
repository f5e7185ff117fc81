/**
 * A processor as the house will build them, to be measured before there are any: {@link io.millrace.bench.stream.Counter}
 * keeps for each topic a running count of pieces, on Kafka Streams with exactly-once, in a process of its own. What is
 * counted is decided by {@link io.millrace.bench.stream.PieceRule}, which knows nothing of Kafka. {@link
 * io.millrace.bench.stream.PieceLoad} is the other process: it fills the log with counters of PLCs, and sees how late the
 * counts come.
 *
 * <p>Neither prints: the counter is watched by what it commits, and the load leaves its result in a file.
 */
@NullMarked
package io.millrace.bench.stream;

import org.jspecify.annotations.NullMarked;
