package io.millrace.connector.modbus;

/** How a request ended. */
sealed interface Answer {

    /** The device answered; the bytes of registers or coils for a read, none for a write. */
    @SuppressWarnings("ArrayRecordComponent") // made once, read once, never compared
    record Data(byte[] bytes) implements Answer {}

    /** The device answered with an exception code. */
    record Refused(int code) implements Answer {}

    /**
     * There is no answer, or none that makes sense.
     *
     * @param sent whether the request may have reached the device
     * @param timedOut whether the device kept silent on an open connection
     * @param reason a sentence
     */
    record None(boolean sent, boolean timedOut, String reason) implements Answer {}
}
