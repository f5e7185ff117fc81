package io.millrace.demo.process;

/** How far an instrument can be trusted. */
public enum Quality {
    GOOD,
    /** The instrument holds its last value while it calibrates itself. */
    HELD,
    /** The sensor is broken; there is no value. */
    FAILED
}
