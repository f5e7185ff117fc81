/** What is measured, one class each. */
@NullMarked
package io.millrace.bench.scenario;

import org.jspecify.annotations.NullMarked;
