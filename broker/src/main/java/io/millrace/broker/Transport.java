package io.millrace.broker;

/** How MQTT packets travel. */
public enum Transport {
    /** MQTT over plain TCP. */
    TCP,
    /** MQTT in binary WebSocket frames, sub-protocol {@code mqtt} (MQTT 5.0, section 6). */
    WEBSOCKET
}
