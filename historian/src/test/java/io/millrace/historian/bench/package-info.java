/** Figures of the historian, to be taken by hand: no test runs them, since no test asserts a time. */
@NullMarked
package io.millrace.historian.bench;

import org.jspecify.annotations.NullMarked;
