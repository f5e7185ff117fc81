/**
 * The processor {@code expression}: a formula over tags, written by an automation engineer.
 *
 * <p>The formula is CEL, Google's Common Expression Language (cel-spec, language definition), with a vocabulary of our
 * own in place of CEL's standard one, because the standard one is made for programmers: there {@code a * 2} is refused
 * where {@code a} is real, and {@code 5 / 9} is 0. {@link io.millrace.process.expression.Language} says what may be
 * written and of which types, {@link io.millrace.process.expression.Functions} what it does. There are no macros, so
 * nothing can loop, and whatever may grow has a limit.
 *
 * <p>{@link io.millrace.process.expression.Formula} is an expression that has been read and checked;
 * {@link io.millrace.process.expression.ExpressionProcessor} decides when it is computed and with what.
 */
@NullMarked
package io.millrace.process.expression;

import org.jspecify.annotations.NullMarked;
