/**
 * The namespace as it is now: the newest value of every tag, kept by following the log, and told to whoever looks.
 * Knows nothing of HTTP. {@link io.millrace.console.live.LiveSink} brings the records,
 * {@link io.millrace.console.live.LiveNamespace} holds the tree and the tags,
 * {@link io.millrace.console.live.LiveSubscription} is one onlooker, who is told <em>which</em> tags changed and fetches
 * the newest value when ready: a slow onlooker costs nothing but its own freshness.
 */
@NullMarked
package io.millrace.console.live;

import org.jspecify.annotations.NullMarked;
