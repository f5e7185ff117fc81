/**
 * What was to be made, and which pieces were for it.
 *
 * <p>People and business systems tell {@link io.millrace.production.order.OrderEvent}s: an order exists, is started, is
 * stopped; a product takes so long; pieces were bad after all. {@link io.millrace.production.order.Orders} is what
 * follows from all of them together, whatever the order in which they came: a fold over a set, not a memory of messages.
 * {@link io.millrace.production.order.AnalyticsEvents} reads them as the United Manufacturing Hub writes them.
 */
@NullMarked
package io.millrace.production.order;

import org.jspecify.annotations.NullMarked;
