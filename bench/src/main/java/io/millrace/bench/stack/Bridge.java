package io.millrace.bench.stack;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Carries messages from an MQTT broker into Kafka: {@code Bridge MQTT-PORT TOPIC-FILTER BOOTSTRAP TOPIC}. It has a session
 * that outlives it, and acknowledges a message when Kafka has, so that none is lost when it dies.
 */
public final class Bridge implements AutoCloseable {

    private static final long ANSWER_SECONDS = 20;
    private static final long SESSION_SECONDS = 86_400;
    /** The most that MQTT knows: Kafka's acknowledgements come in batches. */
    private static final int IN_FLIGHT = 65_535;

    private static final Duration CLOSE = Duration.ofSeconds(5);

    private final ExecutorService thread = Executors.newSingleThreadExecutor(task -> new Thread(task, "bridge"));
    private final Producer<String, byte[]> producer;
    private final Mqtt5AsyncClient client;
    private final String topic;

    private Bridge(int port, String bootstrap, String topic) {
        this.topic = topic;
        this.producer = new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        bootstrap,
                        "client.id",
                        "bridge",
                        "acks",
                        "all",
                        "enable.idempotence",
                        true,
                        "compression.type",
                        "lz4",
                        "linger.ms",
                        3,
                        "batch.size",
                        64 << 10,
                        "buffer.memory",
                        32L << 20),
                new StringSerializer(),
                new ByteArraySerializer());
        this.client = MqttClient.builder()
                .useMqttVersion5()
                .identifier("bridge")
                .serverHost("127.0.0.1")
                .serverPort(port)
                .automaticReconnectWithDefaultConfig()
                .buildAsync();
    }

    public static void main(String[] arguments) throws Exception {
        Bridge bridge = new Bridge(Integer.parseInt(arguments[0]), arguments[2], arguments[3]);
        bridge.open(arguments[1]);
        new Standby().serve(bridge);
    }

    private void open(String filter) throws Exception {
        // Before it connects: a session may have messages that wait.
        client.publishes(MqttGlobalPublishFilter.ALL, this::carry, thread, true);
        client.connectWith()
                .cleanStart(false)
                .sessionExpiryInterval(SESSION_SECONDS)
                .restrictions()
                .receiveMaximum(IN_FLIGHT)
                .applyRestrictions()
                .send()
                .get(ANSWER_SECONDS, TimeUnit.SECONDS);
        client.subscribeWith()
                .topicFilter(filter)
                .qos(MqttQos.AT_LEAST_ONCE)
                .send()
                .get(ANSWER_SECONDS, TimeUnit.SECONDS);
    }

    private void carry(Mqtt5Publish message) {
        producer.send(
                new ProducerRecord<>(topic, message.getTopic().toString(), message.getPayloadAsBytes()),
                (place, failed) -> {
                    if (failed == null) {
                        message.acknowledge();
                    } else {
                        // What was not acknowledged comes again in the next life.
                        Standby.end("Kafka did not take a message", failed);
                    }
                });
    }

    @Override
    public void close() throws Exception {
        client.disconnect().get(ANSWER_SECONDS, TimeUnit.SECONDS);
        thread.shutdownNow();
        producer.close(CLOSE);
    }
}
