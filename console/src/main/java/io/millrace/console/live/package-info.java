/**
 * The namespace as it is now: the newest value of every tag, kept by following the log, and told to whoever looks.
 * Knows nothing of HTTP. {@link io.millrace.console.live.LiveSink} brings the records,
 * {@link io.millrace.console.live.LiveNamespace} holds the tree and the tags,
 * {@link io.millrace.console.live.LiveSubscription} is one onlooker, who is told <em>which</em> tags changed and fetches
 * the newest value when ready: a slow onlooker costs nothing but its own freshness.
 *
 * <p>Every record of the log comes by here and hardly any is ever looked at. So a plain value is read without making
 * anything ({@code PlainSample}), lies in its tag as bare numbers and packed headers ({@code PlainSlot}), and becomes a
 * {@link io.millrace.console.live.LiveValue} when somebody asks. No record is kept: what survives costs the collector
 * more than reading it costs us.
 */
@NullMarked
package io.millrace.console.live;

import org.jspecify.annotations.NullMarked;
