package io.millrace.connector.exam;

import io.millrace.model.Value;
import java.util.Objects;

/** An address in the device and what the device holds there, for good. */
public record Known<A extends Record>(A address, Value value) {

    public Known {
        Objects.requireNonNull(address);
        Objects.requireNonNull(value);
    }
}
