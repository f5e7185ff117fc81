/**
 * What the historian is measured with: programs of their own that write a log ({@code HistorianWriter}), only read one
 * ({@code HistorianReader}) or copy rows into a table ({@code HistorianCopier}), and {@code HistorianTool}, which runs them.
 */
@NullMarked
package io.millrace.bench.history;

import org.jspecify.annotations.NullMarked;
