package io.millrace.bench.device;

/** What a device is told while it serves. Thread-safe. */
interface Device {

    /** Values that belong together are still made together; no further ones are. */
    void pause();

    void resume();

    Ticks ticks();
}
