package io.millrace.model;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How far a value can be trusted: an OPC UA StatusCode (OPC 10000-4, 7.39), whose top two bits are the severity.
 *
 * @param code the 32-bit StatusCode; 0 is Good
 */
public record Quality(int code) {

    public static final Quality GOOD = new Quality(0);
    public static final Quality UNCERTAIN = new Quality(0x40000000);
    public static final Quality UNCERTAIN_LAST_USABLE_VALUE = new Quality(0x40900000);
    public static final Quality UNCERTAIN_SUB_NORMAL = new Quality(0x40950000);
    public static final Quality BAD = new Quality(0x80000000);
    public static final Quality BAD_TIMEOUT = new Quality(0x800A0000);
    public static final Quality BAD_NO_COMMUNICATION = new Quality(0x80310000);
    public static final Quality BAD_WAITING_FOR_INITIAL_DATA = new Quality(0x80320000);
    public static final Quality BAD_NODE_ID_INVALID = new Quality(0x80330000);
    public static final Quality BAD_NODE_ID_UNKNOWN = new Quality(0x80340000);
    public static final Quality BAD_NOT_READABLE = new Quality(0x803A0000);
    public static final Quality BAD_NOT_WRITABLE = new Quality(0x803B0000);
    public static final Quality BAD_OUT_OF_RANGE = new Quality(0x803C0000);
    public static final Quality BAD_NOT_SUPPORTED = new Quality(0x803D0000);
    public static final Quality BAD_TYPE_MISMATCH = new Quality(0x80740000);
    public static final Quality BAD_CONFIGURATION_ERROR = new Quality(0x80890000);
    public static final Quality BAD_NOT_CONNECTED = new Quality(0x808A0000);
    public static final Quality BAD_DEVICE_FAILURE = new Quality(0x808B0000);
    public static final Quality BAD_SENSOR_FAILURE = new Quality(0x808C0000);
    public static final Quality BAD_OUT_OF_SERVICE = new Quality(0x808D0000);
    public static final Quality BAD_NO_DATA = new Quality(0x809B0000);

    private static final Map<Integer, String> NAMES = new HashMap<>();
    private static final Map<String, Quality> BY_NAME = new HashMap<>();

    static {
        name(GOOD, "Good");
        name(UNCERTAIN, "Uncertain");
        name(UNCERTAIN_LAST_USABLE_VALUE, "Uncertain_LastUsableValue");
        name(UNCERTAIN_SUB_NORMAL, "Uncertain_SubNormal");
        name(new Quality(0x40910000), "Uncertain_SubstituteValue");
        name(new Quality(0x40920000), "Uncertain_InitialValue");
        name(new Quality(0x40930000), "Uncertain_SensorNotAccurate");
        name(new Quality(0x40940000), "Uncertain_EngineeringUnitsExceeded");
        name(new Quality(0x408F0000), "Uncertain_NoCommunicationLastUsableValue");
        name(new Quality(0x00960000), "Good_LocalOverride");
        name(new Quality(0x00A20000), "Good_Clamped");
        name(BAD, "Bad");
        name(new Quality(0x80010000), "Bad_UnexpectedError");
        name(new Quality(0x80020000), "Bad_InternalError");
        name(new Quality(0x80050000), "Bad_CommunicationError");
        name(BAD_TIMEOUT, "Bad_Timeout");
        name(new Quality(0x801F0000), "Bad_UserAccessDenied");
        name(BAD_NO_COMMUNICATION, "Bad_NoCommunication");
        name(BAD_WAITING_FOR_INITIAL_DATA, "Bad_WaitingForInitialData");
        name(BAD_NODE_ID_INVALID, "Bad_NodeIdInvalid");
        name(BAD_NODE_ID_UNKNOWN, "Bad_NodeIdUnknown");
        name(new Quality(0x80350000), "Bad_AttributeIdInvalid");
        name(new Quality(0x80360000), "Bad_IndexRangeInvalid");
        name(new Quality(0x80370000), "Bad_IndexRangeNoData");
        name(BAD_NOT_READABLE, "Bad_NotReadable");
        name(BAD_NOT_WRITABLE, "Bad_NotWritable");
        name(BAD_OUT_OF_RANGE, "Bad_OutOfRange");
        name(BAD_NOT_SUPPORTED, "Bad_NotSupported");
        name(BAD_TYPE_MISMATCH, "Bad_TypeMismatch");
        name(BAD_CONFIGURATION_ERROR, "Bad_ConfigurationError");
        name(BAD_NOT_CONNECTED, "Bad_NotConnected");
        name(BAD_DEVICE_FAILURE, "Bad_DeviceFailure");
        name(BAD_SENSOR_FAILURE, "Bad_SensorFailure");
        name(BAD_OUT_OF_SERVICE, "Bad_OutOfService");
        name(BAD_NO_DATA, "Bad_NoData");
        name(new Quality(0x809E0000), "Bad_DataUnavailable");
    }

    public static Quality of(int code) {
        return code == 0 ? GOOD : new Quality(code);
    }

    /**
     * Reads a name as the field writes it: {@code Bad_NoCommunication}, {@code BadNoCommunication}, {@code bad}, or a
     * number ({@code 2150694912}, {@code 0x80310000}).
     */
    public static Optional<Quality> parse(String text) {
        Quality named = BY_NAME.get(canonical(text));
        if (named != null) {
            return Optional.of(named);
        }
        try {
            long number = Long.decode(text.trim());
            return isCode(number) ? Optional.of(of((int) number)) : Optional.empty();
        } catch (NumberFormatException notANumber) {
            return Optional.empty();
        }
    }

    /** Whether a number can be a 32-bit StatusCode, written unsigned or as a signed integer. */
    static boolean isCode(long number) {
        return number >= Integer.MIN_VALUE && number <= 0xFFFFFFFFL;
    }

    public boolean isGood() {
        return (code & 0xC0000000) == 0;
    }

    public boolean isUncertain() {
        return (code & 0xC0000000) == 0x40000000;
    }

    public boolean isBad() {
        return code < 0;
    }

    /** The StatusCode as the unsigned number that payloads carry. */
    public long unsigned() {
        return Integer.toUnsignedLong(code);
    }

    /** The name in the field's spelling, or the severity and the code when the code is not a known one. */
    public String name() {
        String known = NAMES.get(code & 0xFFFF0000);
        if (known != null) {
            return known;
        }
        String severity = isGood() ? "Good" : isUncertain() ? "Uncertain" : "Bad";
        return severity + String.format("_0x%08X", code);
    }

    @Override
    public String toString() {
        return name();
    }

    private static void name(Quality quality, String name) {
        NAMES.put(quality.code, name);
        BY_NAME.put(canonical(name), quality);
    }

    private static String canonical(String name) {
        return name.replace("_", "").trim().toLowerCase(java.util.Locale.ROOT);
    }
}
