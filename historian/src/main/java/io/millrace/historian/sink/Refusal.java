package io.millrace.historian.sink;

import io.millrace.model.Problem;
import io.millrace.model.StoredRecord;

/** A record that cannot be stored, and why. */
record Refusal(StoredRecord record, Problem problem) {}
