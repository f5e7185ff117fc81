package io.millrace.bench.stack;

import io.millrace.stage.Scratch;
import io.millrace.stage.StageException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Properties;

/** The PostgreSQL of a stack with its two tables. Used by one thread. */
public final class Database implements AutoCloseable {

    /** Commits do not wait for the disk, as those of the hub's historian do not. */
    private static final List<String> TABLES = List.of(
            "alter role current_user set synchronous_commit = off",
            "create table tag (id integer generated always as identity primary key, topic text not null unique)",
            "create table sample (ts timestamptz not null, value float8 not null, tag_id integer not null,"
                    + " primary key (tag_id, ts))");

    private final JavaPart part;
    private final String url;
    private final String user;
    private final String password;
    private final Connection connection;

    private Database(JavaPart part, List<String> address) {
        this.part = part;
        this.url = address.get(0);
        this.user = address.get(1);
        this.password = address.get(2);
        Properties properties = new Properties();
        properties.setProperty("user", user);
        properties.setProperty("password", password);
        properties.setProperty("ApplicationName", "bench");
        try {
            connection = DriverManager.getConnection(url, properties);
            try (Statement statement = connection.createStatement()) {
                for (String sql : TABLES) {
                    statement.execute(sql);
                }
            }
        } catch (SQLException failed) {
            throw new StageException("The PostgreSQL of a stack refuses: " + failed.getMessage(), failed);
        }
    }

    /** Starts it without any data. The program files that an earlier start left in the folder serve again. */
    static Database start(Path folder) {
        Path data = folder.resolve("data");
        if (Files.exists(data)) {
            Scratch.remove(data);
        }
        JavaPart part = JavaPart.startPostgres("PostgreSQL", DatabaseServer.class, List.of(folder.toString()), folder);
        try {
            return new Database(part, part.awaitReady());
        } catch (StageException failed) {
            part.close();
            throw failed;
        }
    }

    Part part() {
        return part;
    }

    /** {@code jdbc:postgresql://HOST:PORT/DATABASE}. */
    String url() {
        return url;
    }

    String user() {
        return user;
    }

    String password() {
        return password;
    }

    /** To look into the tables {@code sample} and {@code tag}. */
    public Connection connection() {
        return connection;
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException gone) {
            // It ends anyway.
            part.close();
            return;
        }
        part.close();
    }
}
