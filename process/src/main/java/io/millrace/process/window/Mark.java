package io.millrace.process.window;

import io.millrace.model.Quality;
import io.millrace.model.Value;

/**
 * A value that came, with what is needed to find it again.
 *
 * @param time microseconds since 1970
 * @param id of an event; empty where it had none
 */
record Mark(long time, String id, Value value, Quality quality) {}
