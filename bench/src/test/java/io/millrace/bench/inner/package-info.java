/**
 * The hot inner parts, each by itself: what {@code bench/inner} runs. The benchmarks live beside the code they measure, in
 * the test sources of its module; here they are collected, and their figures become a report like any other.
 */
@NullMarked
package io.millrace.bench.inner;

import org.jspecify.annotations.NullMarked;
