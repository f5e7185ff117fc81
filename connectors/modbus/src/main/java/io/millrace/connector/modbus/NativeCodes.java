package io.millrace.connector.modbus;

import io.millrace.connector.Reading;
import io.millrace.model.Quality;

/** The exception codes of Modbus (Application Protocol V1.1b3, 7) in words. */
final class NativeCodes {

    static final int ILLEGAL_FUNCTION = 1;
    static final int ILLEGAL_DATA_ADDRESS = 2;
    static final int ILLEGAL_DATA_VALUE = 3;
    static final int ACKNOWLEDGE = 5;
    static final int GATEWAY_TARGET_SILENT = 11;

    private NativeCodes() {}

    /** {@code Modbus exception 2 (illegal data address)}. */
    static String text(int code) {
        return "Modbus exception " + code + " (" + name(code) + ")";
    }

    static Reading reading(int code) {
        return Reading.bad(quality(code), text(code));
    }

    /** Whether a smaller request might be answered. */
    static boolean isAboutTheRange(int code) {
        return code == ILLEGAL_DATA_ADDRESS || code == ILLEGAL_DATA_VALUE;
    }

    private static String name(int code) {
        return switch (code) {
            case ILLEGAL_FUNCTION -> "illegal function";
            case ILLEGAL_DATA_ADDRESS -> "illegal data address";
            case ILLEGAL_DATA_VALUE -> "illegal data value";
            case 4 -> "server device failure";
            case ACKNOWLEDGE -> "acknowledge";
            case 6 -> "server device busy";
            case 8 -> "memory parity error";
            case 10 -> "gateway path unavailable";
            case GATEWAY_TARGET_SILENT -> "gateway target device failed to respond";
            default -> "not in the specification";
        };
    }

    private static Quality quality(int code) {
        return switch (code) {
            case ILLEGAL_FUNCTION -> Quality.BAD_NOT_SUPPORTED;
            case ILLEGAL_DATA_ADDRESS -> Quality.BAD_NODE_ID_UNKNOWN;
            case ILLEGAL_DATA_VALUE -> Quality.BAD_OUT_OF_RANGE;
            case 4, 8 -> Quality.BAD_DEVICE_FAILURE;
            case ACKNOWLEDGE, 6 -> Quality.BAD_OUT_OF_SERVICE;
            case 10, GATEWAY_TARGET_SILENT -> Quality.BAD_NO_COMMUNICATION;
            default -> Quality.BAD;
        };
    }
}
