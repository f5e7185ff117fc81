package io.millrace.bench.scenario;

import java.sql.Connection;
import java.time.Duration;
import java.util.Map;

/** One of those that are compared: carries messages of MQTT clients into rows. Used by one thread. */
interface SideBySideContender extends AutoCloseable {

    /** What starts one, empty. */
    @FunctionalInterface
    interface Start {
        SideBySideContender start();
    }

    /** Of its MQTT broker, on 127.0.0.1. */
    int mqttPort();

    /** To its database. */
    Connection database();

    /** Where its rows are; has the columns {@code ts} and {@code tag_id}. */
    String table();

    /** Processor time by part since the start of each, in the order in which a message passes them. */
    Map<String, Duration> processorTimes();

    /** Resident memory by part, in bytes; a part of which the system does not tell is absent. */
    Map<String, Long> residentBytes();

    /** @throws io.millrace.stage.StageException when a part of it has ended; with its last words */
    void check();

    /** Ends it and removes what it stored. */
    @Override
    void close();
}
