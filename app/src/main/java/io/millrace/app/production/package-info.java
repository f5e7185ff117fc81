/**
 * Computes figures: facts from the historian go through the functions of {@code production}, and what comes out is saved
 * there and told in the log.
 *
 * <p>{@link io.millrace.app.production.Calculator} has a thread of its own and remembers nothing: marks beside late facts
 * say what to compute again ({@link io.millrace.app.production.Touched}), {@link io.millrace.app.production.FactReader}
 * reads the facts of a day, {@link io.millrace.app.production.Figures} makes rows of them.
 */
@NullMarked
package io.millrace.app.production;

import org.jspecify.annotations.NullMarked;
