/**
 * The screen of the hub: REST, a live stream and the web console. {@link io.millrace.console.Console} is the front
 * door. It follows the log to know the newest value of every tag ({@code console.live}), asks the historian for what
 * was before, asks the hub how it is ({@link io.millrace.console.HubView}), watches its processors ({@code
 * console.processors}), and serves all of it to browsers ({@code console.http}). It changes nothing.
 *
 * <p>The front-end lies beside the classes as plain ES modules and is served as it is; Lit and Apache ECharts come from
 * the class path. Nothing is loaded from elsewhere, so the console works without internet.
 */
@NullMarked
package io.millrace.console;

import org.jspecify.annotations.NullMarked;
