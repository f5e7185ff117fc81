package io.millrace.app.site;

/** How values are got from a device. */
enum Mode {
    /** We ask, at the interval of the scan class. */
    POLL,
    /** The device tells when a value changes; the scan class is how often it looks. */
    SUBSCRIBE
}
