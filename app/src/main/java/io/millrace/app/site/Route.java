package io.millrace.app.site;

import io.millrace.model.LogTopic;

/** The ways through the log, as the site file names them. */
public enum Route {
    /** Business events: on disk before they are acknowledged. */
    HIGH_INTEGRITY(LogTopic.EVENTS),
    /** Process values. */
    HIGH_THROUGHPUT(LogTopic.SAMPLES);

    private final LogTopic log;

    Route(LogTopic log) {
        this.log = log;
    }

    public LogTopic log() {
        return log;
    }
}
