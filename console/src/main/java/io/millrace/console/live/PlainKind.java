package io.millrace.console.live;

import io.millrace.model.Value;
import java.math.BigDecimal;

/** How 64 bits hold a value that is no text. */
enum PlainKind {
    /** The number itself. */
    WHOLE,
    /** A number whose last digits, as many as the scale says, lie behind the point. */
    DECIMAL,
    /** The bits of a double. */
    REAL,
    /** 1 is true. */
    BOOLEAN;

    Value value(long bits, int scale) {
        return switch (this) {
            case WHOLE -> Value.of(bits);
            case DECIMAL -> Value.of(BigDecimal.valueOf(bits, scale).doubleValue());
            case REAL -> Value.of(Double.longBitsToDouble(bits));
            case BOOLEAN -> Value.of(bits == 1);
        };
    }
}
