/**
 * From the log into tables: records are decoded ({@link io.millrace.historian.sink.RecordDecoder}), laid out as binary
 * COPY ({@link io.millrace.historian.sink.CopyEncoder}) and written with the offsets in one transaction ({@link
 * io.millrace.historian.sink.BatchWriter}). {@link io.millrace.historian.sink.HistorianSink} keeps the connection and
 * the order of things. What a processor says anew replaces what is there ({@link
 * io.millrace.historian.sink.Corrections}, decided by {@link io.millrace.historian.sink.Succession}). What cannot be stored goes to quarantine and does not stop its neighbours.
 *
 * <p>With thousands of topics each look-up by topic costs more than what is done with its answer, since memory is slow.
 * So a record finds its {@link io.millrace.historian.sink.KnownTopic} once, when it is decoded, and its tag's number and
 * its place in the ledger are references from there.
 *
 * <p>What became of each record is counted ({@link io.millrace.historian.sink.Accounts}) in a book ({@link
 * io.millrace.historian.sink.LedgerBook}) that is written in the same transactions ({@link
 * io.millrace.historian.sink.LedgerTables}); {@link io.millrace.historian.sink.Places} knows how far the log is stored
 * and how far it is counted. The log's quarantine and the facts of the rim become tables here too ({@link
 * io.millrace.historian.sink.QuarantineTable}, {@link io.millrace.historian.sink.FactTable}).
 */
@NullMarked
package io.millrace.historian.sink;

import org.jspecify.annotations.NullMarked;
