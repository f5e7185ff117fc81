package io.millrace.broker;

import static org.assertj.core.api.Assertions.assertThat;

import com.hivemq.mqtt.message.QoS;
import com.hivemq.mqtt.message.publish.PUBLISH;
import com.hivemq.mqtt.message.publish.PUBLISHFactory;
import com.hivemq.persistence.clientqueue.ClientQueueLocalPersistence;
import com.hivemq.persistence.payload.PublishPayloadPersistence;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What waits for QoS 0 is kept in memory, and what waits for more is in the store until nobody waits any more. */
class PassingPayloadsTest {

    private static final long ID = 7;
    private static final byte[] PAYLOAD = {1, 2, 3};

    /** Deliveries that wait, by payload. */
    private final Map<Long, Integer> stored = new HashMap<>();

    private final PassingPayloads payloads = new PassingPayloads(store());
    private final ClientQueueLocalPersistence queues = payloads.watch(queues());

    @Test
    void whatWaitsForQosZeroDoesNotReachTheStore() {
        queue(QoS.AT_MOST_ONCE);
        queue(QoS.AT_MOST_ONCE);
        assertThat(payloads.get(ID)).isEqualTo(PAYLOAD);
        payloads.decrementReferenceCounter(ID);
        assertThat(payloads.get(ID)).isEqualTo(PAYLOAD);
        payloads.decrementReferenceCounter(ID);
        assertThat(payloads.get(ID)).isNull();
        assertThat(stored).isEmpty();
    }

    @Test
    void whatWaitsForQosOneIsInTheStore() {
        queue(QoS.AT_LEAST_ONCE);
        assertThat(stored).containsEntry(ID, 1);
        assertThat(payloads.get(ID)).isEqualTo(PAYLOAD);
        payloads.decrementReferenceCounter(ID);
        assertThat(stored).containsEntry(ID, 0);
    }

    @Test
    void whatWaitsForBothStaysInTheStoreUntilNobodyWaits() {
        queue(QoS.AT_MOST_ONCE);
        queue(QoS.AT_LEAST_ONCE);
        payloads.decrementReferenceCounter(ID);
        assertThat(stored).containsEntry(ID, 1);
        assertThat(payloads.get(ID)).isEqualTo(PAYLOAD);
        payloads.decrementReferenceCounter(ID);
        assertThat(stored).containsEntry(ID, 0);
    }

    private void queue(QoS qos) {
        PUBLISH publish = new PUBLISHFactory.Mqtt3Builder()
                .withHivemqId("hub")
                .withTopic("a/topic")
                .withQoS(qos)
                .withOnwardQos(qos)
                .withPayload(PAYLOAD)
                .build();
        queues.add("client", false, publish, 10, null, false, 0);
    }

    /** As HiveMQ's: whatever is queued has its payload added, with or without a transaction around it. */
    private ClientQueueLocalPersistence queues() {
        return (ClientQueueLocalPersistence) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {ClientQueueLocalPersistence.class},
                (proxy, method, arguments) -> {
                    payloads.add(((PUBLISH) arguments[2]).getPayload(), ID);
                    return null;
                });
    }

    private PublishPayloadPersistence store() {
        return (PublishPayloadPersistence) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {PublishPayloadPersistence.class},
                (proxy, method, arguments) -> {
                    switch (method.getName()) {
                        case "add" -> stored.merge((Long) arguments[1], 1, Integer::sum);
                        case "decrementReferenceCounter" -> stored.merge((Long) arguments[0], -1, Integer::sum);
                        case "get" -> {
                            return stored.getOrDefault((Long) arguments[0], 0) > 0 ? PAYLOAD : null;
                        }
                        default -> throw new AssertionError(method);
                    }
                    return null;
                });
    }
}
