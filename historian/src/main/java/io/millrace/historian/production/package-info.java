/**
 * Production as tables: the facts from which figures follow, and the figures.
 *
 * <p>{@link io.millrace.historian.production.ProductionStore} is what one calculator works with, in transactions: it takes
 * marks, which the sink wrote beside late facts, reads facts, and saves figures. What a figure is, it does not know.
 */
@NullMarked
package io.millrace.historian.production;

import org.jspecify.annotations.NullMarked;
