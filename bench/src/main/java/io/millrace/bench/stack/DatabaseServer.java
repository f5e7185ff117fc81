package io.millrace.bench.stack;

import io.millrace.historian.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;

/**
 * The hub's PostgreSQL, with the hub's settings, in processes of its own: {@code DatabaseServer FOLDER}; says its JDBC
 * URL, user and password.
 */
public final class DatabaseServer {

    private DatabaseServer() {}

    public static void main(String[] arguments) throws IOException {
        EmbeddedPostgres postgres = EmbeddedPostgres.start(Path.of(arguments[0]), "127.0.0.1", 0);
        new Standby()
                .serve(
                        postgres,
                        postgres.jdbcUrl(),
                        postgres.user(),
                        postgres.password().value());
    }
}
