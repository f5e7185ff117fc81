package io.millrace.connector;

import java.nio.file.Path;
import java.util.Objects;

/**
 * What the hub lends to a session.
 *
 * @param connection name of the connection, for thread names and logs
 * @param folder where the connector may keep files, such as a trust list; shared by all connections of its type; may
 *     not exist yet
 */
public record ConnectorEnvironment(String connection, Path folder) {

    public ConnectorEnvironment {
        Objects.requireNonNull(connection);
        Objects.requireNonNull(folder);
    }
}
