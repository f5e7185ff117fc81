package io.millrace.model;

/** Names of the record headers. Values are UTF-8 text, numbers in decimal. */
public final class Headers {

    /** Site, hub and connection that made the record: {@code site/hub/connection}. */
    public static final String ORIGIN = "mr-origin";
    /** Name of the connection, or {@code mqtt:<client id>}. */
    public static final String SOURCE = "mr-source";

    public static final String EPOCH = "mr-epoch";
    public static final String SEQUENCE = "mr-seq";
    /** When the hub received it, microseconds since 1970. */
    public static final String RECEIVED = "mr-received";
    /** Hops: component and time. */
    public static final String TRACE = "mr-trace";
    /** {@code received} when the payload carries no time of its own and the received time stands in. */
    public static final String TIME = "mr-time";
    /** W3C trace context, where a client sent one. */
    public static final String TRACEPARENT = "traceparent";

    public static final String ERROR_CODE = "mr-error-code";
    public static final String ERROR = "mr-error";
    public static final String ERROR_HOP = "mr-error-hop";
    public static final String ATTEMPTS = "mr-attempts";
    public static final String FIRST_SEEN = "mr-first-seen";

    /** How the source of a message that came in by MQTT begins; the rest is the client id. */
    public static final String MQTT_SOURCE_PREFIX = "mqtt:";

    private Headers() {}
}
