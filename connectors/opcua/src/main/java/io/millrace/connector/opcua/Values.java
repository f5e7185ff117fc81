package io.millrace.connector.opcua;

import io.millrace.connector.Reading;
import io.millrace.connector.Readings;
import io.millrace.model.Quality;
import io.millrace.model.Value;
import java.lang.reflect.Array;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import org.eclipse.milo.opcua.stack.core.types.UaEnumeratedType;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExpandedNodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExtensionObject;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.Matrix;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.builtin.XmlElement;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.ULong;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UNumber;
import org.jspecify.annotations.Nullable;

/**
 * What an OPC UA value is here (OPC 10000-6, 5.1). Integers stay whole; a UInt64 beyond 2^63-1 becomes the nearest real
 * number. A Float shows as it was written (3.4, not 3.4000000953674316). Times are ISO 8601 text, byte strings Base64,
 * arrays, matrices and structures JSON text. Pure but for the decoding of structures. Thread-safe.
 */
final class Values {

    private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");
    private static final Duration AHEAD = Duration.ofDays(1);
    private static final long EARLIEST_TICKS = new DateTime(EARLIEST).utcTime();
    private static final long UNIX_EPOCH_TICKS = 116_444_736_000_000_000L;
    private static final String NO_VALUE = "Good, but without a value";

    private final Structures structures;
    private final Clock clock;

    Values(Structures structures, Clock clock) {
        this.structures = structures;
        this.clock = clock;
    }

    /** @param element whether one element of an array was asked for, which comes as an array of one */
    Reading reading(DataValue data, boolean element) {
        StatusCode status = data.statusCode();
        int code = status == null ? 0 : (int) status.value();
        Quality quality = Quality.of(code);
        String nativeCode = code == 0 ? null : Faults.name(code);
        Variant variant = data.value();
        Object raw = variant == null ? null : variant.value();
        if (element && raw != null) {
            raw = single(raw);
        }
        Value value = null;
        if (raw == null) {
            if (quality.isGood()) {
                quality = Quality.BAD_NO_DATA;
                nativeCode = NO_VALUE;
            }
        } else {
            try {
                value = value(raw);
                if (value == null) {
                    nativeCode = raw.toString();
                    quality = quality.isGood() ? Quality.BAD_OUT_OF_RANGE : quality;
                }
            } catch (Structures.Undecodable undecodable) {
                nativeCode = undecodable.getMessage();
                quality = quality.isGood() ? Quality.BAD_NOT_SUPPORTED : quality;
            }
        }
        return new Reading(value, quality, time(data.sourceTime()), time(data.serverTime()), nativeCode);
    }

    private static @Nullable Object single(Object raw) {
        Object elements = raw instanceof Matrix matrix ? matrix.getElements() : raw;
        return elements != null && elements.getClass().isArray() && Array.getLength(elements) == 1
                ? Array.get(elements, 0)
                : raw;
    }

    /** Null when the time is absent, or as good as: before 2000, which no clock that was ever set shows, or in the future. */
    @Nullable
    Instant time(@Nullable DateTime time) {
        if (time == null || time.utcTime() < EARLIEST_TICKS) {
            return null;
        }
        long ticks = time.utcTime() - UNIX_EPOCH_TICKS;
        if (ticks / 10_000 > clock.millis() + AHEAD.toMillis()) {
            return null;
        }
        return Instant.ofEpochSecond(ticks / 10_000_000, ticks % 10_000_000 * 100);
    }

    /** Null for a number that is none: NaN and infinities. */
    private @Nullable Value value(Object raw) throws Structures.Undecodable {
        if (raw instanceof Double real) {
            return Readings.finite(real);
        }
        if (raw instanceof Float real) {
            return Readings.finite(widened(real));
        }
        if (raw instanceof Boolean bool) {
            return Value.of(bool.booleanValue());
        }
        if (raw instanceof Integer || raw instanceof Long || raw instanceof Short || raw instanceof Byte) {
            return Value.of(((Number) raw).longValue());
        }
        if (raw instanceof ULong big) {
            return big.longValue() >= 0
                    ? Value.of(big.longValue())
                    : Value.of(big.toBigInteger().doubleValue());
        }
        if (raw instanceof UNumber) {
            return Value.of(((Number) raw).longValue());
        }
        if (raw instanceof String text) {
            return Value.of(text);
        }
        if (raw instanceof UaEnumeratedType choice) {
            return Value.of((long) choice.getValue());
        }
        if (raw instanceof Variant inner) {
            Object within = inner.value();
            return within == null ? Value.of("") : value(within);
        }
        if (raw.getClass().isArray() || raw instanceof Matrix || raw instanceof ExtensionObject) {
            return Value.of(JsonText.of(raw, structures));
        }
        return Value.of(text(raw));
    }

    /** The real number a person would write for this float. */
    static double widened(float real) {
        double exact = real;
        boolean isShort = exact == Math.rint(exact) && Math.abs(exact) < 1e7;
        return isShort || !Float.isFinite(real) ? exact : Double.parseDouble(Float.toString(real));
    }

    /** Scalars that have no kind of value of their own. */
    static String text(Object raw) {
        if (raw instanceof DateTime time) {
            return Instant.ofEpochSecond(
                            Math.floorDiv(time.utcTime() - UNIX_EPOCH_TICKS, 10_000_000L),
                            Math.floorMod(time.utcTime() - UNIX_EPOCH_TICKS, 10_000_000L) * 100)
                    .toString();
        }
        if (raw instanceof ByteString bytes) {
            return Base64.getEncoder().encodeToString(bytes.bytesOrEmpty());
        }
        if (raw instanceof LocalizedText localized) {
            return localized.text() == null ? "" : localized.text();
        }
        if (raw instanceof QualifiedName name) {
            return name.name() == null ? "" : name.toParseableString();
        }
        if (raw instanceof XmlElement xml) {
            return xml.getFragmentOrEmpty();
        }
        if (raw instanceof NodeId node) {
            return node.toParseableString();
        }
        if (raw instanceof ExpandedNodeId node) {
            return node.toParseableString();
        }
        if (raw instanceof StatusCode status) {
            return Faults.name(status.value());
        }
        if (raw instanceof UInteger number) {
            return Long.toString(number.longValue());
        }
        return raw.toString();
    }
}
