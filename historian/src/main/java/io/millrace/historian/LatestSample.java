package io.millrace.historian;

import io.millrace.model.Quality;
import io.millrace.model.Value;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The newest sample of a tag. */
public record LatestSample(
        String topic, Instant time, @Nullable Value value, Quality quality) {}
