/**
 * The processor {@code score}: asks a model that was trained elsewhere and saved as ONNX.
 *
 * <p>{@link io.millrace.score.ScoreKind} is the front door: what a person writes becomes features
 * ({@link io.millrace.score.Feature}), which {@link io.millrace.score.ScoreProcessor} joins at the moments at which inputs
 * come. Only {@link io.millrace.score.OnnxModel} knows ONNX Runtime. Its native library is loaded when the first model is
 * opened: a hub without such a processor neither loads it nor pays for it. Nothing here uses the network.
 */
@NullMarked
package io.millrace.score;

import org.jspecify.annotations.NullMarked;
