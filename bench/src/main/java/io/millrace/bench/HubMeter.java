package io.millrace.bench;

import io.millrace.stage.HubAddresses;
import io.millrace.stage.HubProcess;
import io.millrace.stage.Pause;
import io.millrace.stage.StageException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads from outside what a hub has in its log and in its database. Asking costs it little: sums of offsets, no counting
 * of rows while something is measured. Used by one thread.
 */
public final class HubMeter implements AutoCloseable {

    private static final List<String> ROUTES = List.of("millrace.samples", "millrace.events");
    private static final long ANSWER_SECONDS = 30;
    private static final long POLL_MILLIS = 20;

    private final HubProcess hub;
    private final Admin admin;
    private final Connection database;
    private final Map<TopicPartition, OffsetSpec> ends = new HashMap<>();

    public HubMeter(HubProcess hub) {
        this.hub = hub;
        HubAddresses addresses = hub.addresses();
        this.admin = Admin.create(Map.of("bootstrap.servers", addresses.kafka(), "client.id", "bench"));
        Properties user = new Properties();
        user.setProperty("user", addresses.user());
        user.setProperty("password", addresses.password());
        user.setProperty("ApplicationName", "bench");
        try {
            database = DriverManager.getConnection(addresses.jdbcUrl(), user);
            admin.describeTopics(ROUTES)
                    .allTopicNames()
                    .get(ANSWER_SECONDS, TimeUnit.SECONDS)
                    .forEach((name, topic) -> topic.partitions()
                            .forEach(one -> ends.put(new TopicPartition(name, one.partition()), OffsetSpec.latest())));
        } catch (SQLException | ExecutionException | TimeoutException failed) {
            throw new StageException("The hub under measurement does not answer: " + failed.getMessage(), failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new StageException("Interrupted while the hub was asked.", interrupted);
        }
    }

    /** Records in the routes of its log. */
    public long logged() {
        try {
            return admin.listOffsets(ends).all().get(ANSWER_SECONDS, TimeUnit.SECONDS).values().stream()
                    .mapToLong(end -> end.offset())
                    .sum();
        } catch (ExecutionException | TimeoutException failed) {
            throw new StageException("The log of the hub under measurement does not answer.", failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new StageException("Interrupted while the log was asked.", interrupted);
        }
    }

    /** Of these, how many the historian has stored. */
    public long stored() {
        return number("select coalesce(sum(next_offset), 0) from millrace.log_offset where topic in"
                + " ('millrace.samples', 'millrace.events')");
    }

    public long lag() {
        long stored = stored();
        return Math.max(0, logged() - stored);
    }

    /** Waits until everything in the log is stored. */
    public boolean awaitStored(Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (lag() > 0) {
            if (System.nanoTime() > deadline || !hub.isRunning()) {
                return false;
            }
            Pause.millis(POLL_MILLIS);
        }
        return true;
    }

    public long rows() {
        return number("select count(*) from millrace.sample");
    }

    /**
     * From the time in the message, which is when it was due, to the commit of its row: p50, p99, p99.9 in milliseconds;
     * empty when there are no rows.
     */
    public List<Double> millisToRow(Instant from, Instant to) {
        String sql = "select percentile_disc(array[0.5, 0.99, 0.999]) within group (order by extract(epoch from"
                + " pg_xact_commit_timestamp(xmin) - ts)) from millrace.sample where ts >= ? and ts < ?";
        try (PreparedStatement statement = database.prepareStatement(sql)) {
            statement.setTimestamp(1, Timestamp.from(from));
            statement.setTimestamp(2, Timestamp.from(to));
            try (ResultSet rows = statement.executeQuery()) {
                rows.next();
                if (rows.getArray(1) == null) {
                    return List.of();
                }
                return java.util.Arrays.stream((Object[]) rows.getArray(1).getArray())
                        .map(seconds -> ((Number) seconds).doubleValue() * 1e3)
                        .toList();
            }
        } catch (SQLException failed) {
            throw new StageException("The database under measurement refuses: " + failed.getMessage(), failed);
        }
    }

    public long number(String sql) {
        try (Statement statement = database.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        } catch (SQLException failed) {
            throw new StageException("The database under measurement refuses: " + failed.getMessage(), failed);
        }
    }

    /** For statements of a scenario's own. */
    public Connection database() {
        return database;
    }

    /** The versions of what is inside. */
    public Map<String, String> versions() {
        return Map.of("hub", hub.addresses().version(), "PostgreSQL", text("show server_version"));
    }

    private String text(String sql) {
        try (Statement statement = database.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        } catch (SQLException failed) {
            throw new StageException("The database under measurement refuses: " + failed.getMessage(), failed);
        }
    }

    Set<TopicPartition> partitions() {
        return ends.keySet();
    }

    @Override
    public void close() {
        admin.close(Duration.ofSeconds(5));
        try {
            database.close();
        } catch (SQLException gone) {
            throw new StageException("The database under measurement is gone.", gone);
        }
    }
}
