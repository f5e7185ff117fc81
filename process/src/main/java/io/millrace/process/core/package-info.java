/** What all processors have in common: inputs, outputs, the rule between them, and the order of time. */
@NullMarked
package io.millrace.process.core;

import org.jspecify.annotations.NullMarked;
