package io.millrace.app.hub;

import java.util.EnumSet;
import java.util.Set;

/** A part of the work that one process may do. All of them in one process is the usual plant. */
public enum Role {
    /** Runs the connections to the devices. */
    EDGE,
    /** Runs the MQTT broker, and the log when it is embedded. */
    BROKER,
    /** Runs the processors. */
    PROCESS,
    /** Stores the log in PostgreSQL. */
    HISTORIAN,
    /** Serves the console and the REST API. */
    CONSOLE;

    public static Set<Role> all() {
        return EnumSet.allOf(Role.class);
    }
}
