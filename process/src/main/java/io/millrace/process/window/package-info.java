/**
 * Makes one number, or a few, of all values of a stretch of time.
 *
 * <p>{@link io.millrace.process.window.GridWindows} cuts time by a {@link io.millrace.process.window.Grid} into panes
 * that follow each other without gap; a window is one pane (tumbling) or several (hopping: "no pane, no gain", Li et
 * al., SIGMOD Record 34, 2005), so each value is taken into account once, however many windows it lies in. {@link
 * io.millrace.process.window.SessionWindows} lets the values themselves say where a window begins and ends. Either way a
 * {@link io.millrace.process.window.Pane} is what is known of a stretch, immutable like everything here, and {@link
 * io.millrace.process.window.Report} is what is said of it.
 */
@NullMarked
package io.millrace.process.window;

import org.jspecify.annotations.NullMarked;
