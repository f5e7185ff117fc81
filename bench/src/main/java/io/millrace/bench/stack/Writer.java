package io.millrace.bench.stack;

import io.millrace.stage.StageException;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * Carries messages from Kafka into PostgreSQL: {@code Writer BOOTSTRAP TOPIC}; it is told URL, user and password. What a
 * poll brings becomes one transaction; the place in Kafka is noted after it, so that messages may come twice, which the
 * key of the table bears.
 */
public final class Writer implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(200);
    /** Some statements in each transaction, so that the commits cost little. */
    private static final int POLL_RECORDS = 5_000;

    private static final long CLOSE_MILLIS = 5_000;

    private final Connection connection;
    private final SampleInsert samples;
    private final TagNumbers tags;
    private final Consumer<String, byte[]> consumer;
    private final SamplePayload payload = new SamplePayload();
    private final Thread thread = new Thread(this::run, "writer");
    private volatile boolean closing;

    private Writer(String bootstrap, String topic, String url, String user, String password) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", user);
        properties.setProperty("password", password);
        properties.setProperty("ApplicationName", "writer");
        connection = DriverManager.getConnection(url, properties);
        connection.setAutoCommit(false);
        samples = new SampleInsert(connection);
        tags = new TagNumbers(connection);
        consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        bootstrap,
                        "group.id",
                        "writer",
                        "auto.offset.reset",
                        "earliest",
                        "enable.auto.commit",
                        false,
                        "max.poll.records",
                        POLL_RECORDS),
                new StringDeserializer(),
                new ByteArrayDeserializer());
        consumer.subscribe(List.of(topic));
    }

    public static void main(String[] arguments) throws Exception {
        Standby standby = new Standby();
        Writer writer = new Writer(arguments[0], arguments[1], standby.told(), standby.told(), standby.told());
        writer.thread.start();
        standby.serve(writer);
    }

    private void run() {
        try {
            while (!closing) {
                ConsumerRecords<String, byte[]> records = consumer.poll(POLL);
                if (!records.isEmpty()) {
                    store(records);
                    consumer.commitAsync();
                }
            }
            consumer.close();
        } catch (WakeupException asked) {
            consumer.close();
        } catch (SQLException | IOException | RuntimeException failed) {
            // What is not noted as stored comes again in the next life.
            Standby.end("rows could not be stored", failed);
        }
    }

    private void store(ConsumerRecords<String, byte[]> records) throws SQLException, IOException {
        for (ConsumerRecord<String, byte[]> record : records) {
            payload.read(record.value());
            samples.add(tags.of(record.key()), payload.micros(), payload.value());
        }
        samples.flush();
        connection.commit();
    }

    @Override
    public void close() throws SQLException, InterruptedException {
        closing = true;
        consumer.wakeup();
        thread.join(CLOSE_MILLIS);
        if (thread.isAlive()) {
            throw new StageException("The writer does not end.", null);
        }
        connection.close();
    }
}
