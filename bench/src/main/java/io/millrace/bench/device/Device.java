package io.millrace.bench.device;

/** What a device is told while it serves. Thread-safe. */
interface Device {

    /** No value is new any more once this has returned. */
    void pause();

    void resume();

    Ticks ticks();
}
