/**
 * Lets messages pass to other topics: all of them ({@link io.millrace.process.route.RouteKind}), or those that fit
 * conditions ({@link io.millrace.process.route.FilterKind}).
 *
 * <p>Where a message goes is a {@link io.millrace.process.route.Destination}: a template of a topic, with the parts of
 * the topic it came from. It is known beforehand which topics can come of it, so a route onto itself is refused before
 * it starts.
 */
@NullMarked
package io.millrace.process.route;

import org.jspecify.annotations.NullMarked;
