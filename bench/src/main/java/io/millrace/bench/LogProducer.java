package io.millrace.bench;

import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Writes to a hub's log from outside, with the settings of the hub's own writer. */
public final class LogProducer {

    private LogProducer() {}

    public static Producer<byte[], byte[]> open(String bootstrap, String clientId) {
        return new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        bootstrap,
                        "client.id",
                        clientId,
                        "acks",
                        "all",
                        "enable.idempotence",
                        true,
                        "compression.type",
                        "lz4",
                        "linger.ms",
                        5,
                        "batch.size",
                        64 << 10,
                        "buffer.memory",
                        24L << 20,
                        "enable.metrics.push",
                        false),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }
}
