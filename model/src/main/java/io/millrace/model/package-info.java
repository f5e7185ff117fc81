/**
 * The words every room of the house speaks: a {@link io.millrace.model.Topic} in the
 * {@link io.millrace.model.Namespace}, a {@link io.millrace.model.Sample} with its
 * {@link io.millrace.model.Quality}, the payload that carries it ({@link io.millrace.model.Payloads}), and the
 * {@link io.millrace.model.LogRecord} that the log keeps.
 *
 * <p>Everything here is immutable and free of I/O. The ports ({@link io.millrace.model.SampleSink},
 * {@link io.millrace.model.LogWriter}, {@link io.millrace.model.LogSink}, {@link io.millrace.model.RecordHandler}) are what the rooms hand to each other, so
 * that none needs to know who is on the other side.
 */
@NullMarked
package io.millrace.model;

import org.jspecify.annotations.NullMarked;
