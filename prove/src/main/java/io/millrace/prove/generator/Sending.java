package io.millrace.prove.generator;

import io.millrace.prove.plant.Flow;

/**
 * One message to be published.
 *
 * @param number running number within line and flow
 */
record Sending(Flow flow, long number, long timestampMicros) {}
