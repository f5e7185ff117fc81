package io.millrace.connector.opcua;

import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.ubyte;
import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.uint;
import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.ulong;
import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.ushort;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.millrace.model.Value;
import java.io.IOException;
import java.lang.reflect.Array;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.eclipse.milo.opcua.stack.core.OpcUaDataType;
import org.eclipse.milo.opcua.stack.core.UaRuntimeException;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.builtin.XmlElement;

/**
 * Values as a variable of the server takes them: exactly, or not at all. A number that does not fit is refused here,
 * never clipped. Arrays are written as JSON text ({@code [1,2,3]}). Pure.
 */
final class WriteValues {

    private static final JsonFactory JSON = new JsonFactory();
    private static final BigInteger UINT64 = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);

    private WriteValues() {}

    /** The value does not fit; the message says why. */
    static final class Unfit extends Exception {
        private static final long serialVersionUID = 1L;

        Unfit(String message) {
            super(message, null, false, false);
        }
    }

    /** @param part whether a part of an array is written: OPC UA wants an array for it even if it is one element */
    static Variant of(Value value, OpcUaDataType type, int rank, boolean part) throws Unfit {
        boolean text = value instanceof Value.Text;
        boolean json = value instanceof Value.Text given
                && given.value().stripLeading().startsWith("[");
        if (rank >= 2 && !part) {
            throw new Unfit("The variable is a matrix: write its elements one by one with an index range.");
        }
        if (rank >= 0 || (json && rank != -1 && type != OpcUaDataType.String)) {
            if (json) {
                return new Variant(array(((Value.Text) value).value(), type));
            }
            if (part && (!text || type == OpcUaDataType.String || rank >= 1)) {
                Object one = Array.newInstance(type.getBackingClass(), 1);
                Array.set(one, 0, scalar(value, type));
                return new Variant(one);
            }
            if (rank >= 1) {
                throw new Unfit("The variable is an array of " + type + ": write it as JSON text such as [1,2,3].");
            }
        }
        return new Variant(scalar(value, type));
    }

    private static Object array(String json, OpcUaDataType type) throws Unfit {
        List<Object> elements = new ArrayList<>();
        try (JsonParser parser = JSON.createParser(json)) {
            if (parser.nextToken() != JsonToken.START_ARRAY) {
                throw new Unfit("'" + json + "' is not a JSON array.");
            }
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                elements.add(scalar(element(parser), type));
            }
            if (parser.nextToken() != null) {
                throw new Unfit("Something follows the JSON array.");
            }
        } catch (IOException malformed) {
            throw new Unfit("The array is not JSON: " + malformed.getMessage());
        }
        Object array = Array.newInstance(type.getBackingClass(), elements.size());
        for (int i = 0; i < elements.size(); i++) {
            Array.set(array, i, elements.get(i));
        }
        return array;
    }

    private static Value element(JsonParser parser) throws IOException, Unfit {
        JsonToken token = parser.currentToken();
        if (token == null) {
            throw new Unfit("The JSON array has no end.");
        }
        return switch (token) {
            case VALUE_TRUE -> Value.of(true);
            case VALUE_FALSE -> Value.of(false);
            case VALUE_STRING -> Value.of(parser.getText());
            case VALUE_NUMBER_INT -> {
                BigInteger big = parser.getBigIntegerValue();
                yield big.bitLength() < 64 ? Value.of(big.longValue()) : Value.of(big.doubleValue());
            }
            case VALUE_NUMBER_FLOAT -> {
                double real = parser.getDoubleValue();
                if (Double.isFinite(real)) {
                    yield Value.of(real);
                }
                throw new Unfit("The number " + parser.getText() + " is too large.");
            }
            default -> throw new Unfit("An array holds only numbers, booleans or texts.");
        };
    }

    private static Object scalar(Value value, OpcUaDataType type) throws Unfit {
        return switch (type) {
            case Boolean -> bool(value);
            case SByte -> (byte) whole(value, type, Byte.MIN_VALUE, Byte.MAX_VALUE);
            case Byte -> ubyte((int) whole(value, type, 0, 0xFF));
            case Int16 -> (short) whole(value, type, Short.MIN_VALUE, Short.MAX_VALUE);
            case UInt16 -> ushort((int) whole(value, type, 0, 0xFFFF));
            case Int32 -> (int) whole(value, type, Integer.MIN_VALUE, Integer.MAX_VALUE);
            case UInt32 -> uint(whole(value, type, 0, 0xFFFFFFFFL));
            case Int64 -> whole(value, type, Long.MIN_VALUE, Long.MAX_VALUE);
            case UInt64 -> ulong(integer(value, type, BigInteger.ZERO, UINT64));
            case Float -> real32(value);
            case Double -> real(value, type);
            case StatusCode -> new StatusCode(whole(value, type, 0, 0xFFFFFFFFL));
            case String -> text(value, type);
            case LocalizedText -> new LocalizedText(text(value, type));
            case XmlElement -> new XmlElement(text(value, type));
            case DateTime, Guid, ByteString, QualifiedName, NodeId, ExpandedNodeId -> parsed(text(value, type), type);
            default -> throw new Unfit("Variables of type " + type + " cannot be written.");
        };
    }

    private static boolean bool(Value value) throws Unfit {
        if (value instanceof Value.Bool bool) {
            return bool.value();
        }
        if (value instanceof Value.Whole whole && (whole.value() == 0 || whole.value() == 1)) {
            return whole.value() == 1;
        }
        throw new Unfit("The variable is a Boolean: write true or false, not " + shown(value) + ".");
    }

    private static long whole(Value value, OpcUaDataType type, long least, long most) throws Unfit {
        return integer(value, type, BigInteger.valueOf(least), BigInteger.valueOf(most))
                .longValue();
    }

    private static BigInteger integer(Value value, OpcUaDataType type, BigInteger least, BigInteger most) throws Unfit {
        BigInteger number;
        if (value instanceof Value.Whole whole) {
            number = BigInteger.valueOf(whole.value());
        } else if (value instanceof Value.Real real && real.value() == Math.rint(real.value())) {
            number = new BigDecimal(real.value()).toBigInteger();
        } else {
            throw new Unfit("The variable is " + article(type) + ": write a whole number, not " + shown(value) + ".");
        }
        if (number.compareTo(least) < 0 || number.compareTo(most) > 0) {
            throw new Unfit(
                    number + " does not fit: the variable is " + article(type) + ", " + least + " to " + most + ".");
        }
        return number;
    }

    private static double real(Value value, OpcUaDataType type) throws Unfit {
        if (value instanceof Value.Real real) {
            return real.value();
        }
        if (value instanceof Value.Whole whole) {
            return whole.value();
        }
        throw new Unfit("The variable is " + article(type) + ": write a number, not " + shown(value) + ".");
    }

    private static float real32(Value value) throws Unfit {
        double real = real(value, OpcUaDataType.Float);
        float narrow = (float) real;
        if (!Float.isFinite(narrow)) {
            throw new Unfit(real + " does not fit: the variable is a Float, up to " + Float.MAX_VALUE + ".");
        }
        return narrow;
    }

    private static String text(Value value, OpcUaDataType type) throws Unfit {
        if (value instanceof Value.Text text) {
            return text.value();
        }
        throw new Unfit("The variable is " + article(type) + ": write text, not " + shown(value) + ".");
    }

    private static Object parsed(String text, OpcUaDataType type) throws Unfit {
        try {
            return switch (type) {
                case DateTime -> new DateTime(Instant.parse(text));
                case Guid -> UUID.fromString(text);
                case ByteString -> ByteString.of(Base64.getDecoder().decode(text));
                case QualifiedName -> QualifiedName.parse(text);
                case NodeId -> NodeId.parse(text);
                default -> org.eclipse.milo.opcua.stack.core.types.builtin.ExpandedNodeId.parse(text);
            };
        } catch (DateTimeException | IllegalArgumentException | UaRuntimeException unreadable) {
            String example =
                    switch (type) {
                        case DateTime -> "2026-01-31T12:00:00Z";
                        case Guid -> "09087e75-8e5e-499b-954f-f2a9603db28a";
                        case ByteString -> "Base64, AAEC";
                        case QualifiedName -> "2:Name";
                        default -> "ns=2;s=Kiln1";
                    };
            throw new Unfit("'" + text + "' is not " + article(type) + ": write it as " + example + ".");
        }
    }

    private static String article(OpcUaDataType type) {
        String name = type.name();
        return ("AEIOU".indexOf(name.charAt(0)) >= 0 && !name.startsWith("UI") ? "an " : "a ") + name;
    }

    private static String shown(Value value) {
        if (value instanceof Value.Whole whole) {
            return Long.toString(whole.value());
        }
        if (value instanceof Value.Real real) {
            return Double.toString(real.value());
        }
        if (value instanceof Value.Bool bool) {
            return Boolean.toString(bool.value());
        }
        return "text";
    }
}
