package io.millrace.process;

import io.millrace.process.core.Input;
import java.util.Optional;

/** Finds the key of an input. Pure; thread-safe. */
@FunctionalInterface
public interface KeySource {

    /** The key as text; empty when this input has none, and so belongs to no instance. */
    Optional<String> keyOf(Input input);
}
