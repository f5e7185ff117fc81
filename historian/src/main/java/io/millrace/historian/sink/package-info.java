/**
 * From the log into tables: records are decoded ({@link io.millrace.historian.sink.RecordDecoder}), laid out as binary
 * COPY ({@link io.millrace.historian.sink.CopyEncoder}) and written with the offsets in one transaction ({@link
 * io.millrace.historian.sink.BatchWriter}). {@link io.millrace.historian.sink.HistorianSink} keeps the connection and
 * the order of things. What cannot be stored goes to quarantine and does not stop its neighbours.
 */
@NullMarked
package io.millrace.historian.sink;

import org.jspecify.annotations.NullMarked;
