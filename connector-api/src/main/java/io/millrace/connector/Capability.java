package io.millrace.connector;

/** What the sessions of a connector can do. */
public enum Capability {
    READ,
    SUBSCRIBE,
    BROWSE,
    WRITE
}
