/**
 * The processor {@code detect}: says how far a tag is from what is usual for it, and when that is too far.
 *
 * <p>Four methods, each a small pure rule ({@link io.millrace.process.detect.Method}) with parameters that a person sees:
 * the last values ({@link io.millrace.process.detect.ZScore}), control charts around a baseline that was learnt once
 * ({@link io.millrace.process.detect.Ewma}, {@link io.millrace.process.detect.Cusum}), and a band around a seasonal
 * forecast ({@link io.millrace.process.detect.Band}). What they have in common, as Bad inputs, gaps, hysteresis and what
 * is told, is decided in {@link io.millrace.process.detect.DetectProcessor}, once. Everything that was learnt is part of
 * the state, number for number, so a restart changes no score.
 */
@NullMarked
package io.millrace.process.detect;

import org.jspecify.annotations.NullMarked;
