/**
 * Reads what a hub holds, with nothing but a plain Kafka consumer and SQL, and tells it to the {@link
 * io.millrace.prove.judge.Judge}.
 */
@NullMarked
package io.millrace.prove.evidence;

import org.jspecify.annotations.NullMarked;
