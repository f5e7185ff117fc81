package io.millrace.broker;

import com.hivemq.mqtt.message.publish.PUBLISH;
import com.hivemq.persistence.qos.IncomingMessageFlowPersistence;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * QoS 2 across connections (MQTT 5.0, 4.3.3): a message that came once must not reach the gate a second time when its
 * client reconnects and sends it again, unless the gate refused it. HiveMQ remembers packet identifiers it has seen and
 * answers a repetition with PUBREC on its own; here is the other half, whether the gate is done with them.
 * Thread-safe.
 */
final class ExactlyOnce {

    private record Key(String clientId, int packetId) {}

    private final IncomingMessageFlowPersistence seen;
    private final Map<Key, Admission> pending = new ConcurrentHashMap<>();

    ExactlyOnce(IncomingMessageFlowPersistence seen) {
        this.seen = seen;
    }

    /** Whether HiveMQ will answer this packet identifier as a repetition. */
    boolean isRepetition(String clientId, int packetId) {
        return seen.get(clientId, packetId) instanceof PUBLISH;
    }

    /** The admission of an earlier connection that is still with the gate. */
    Optional<Admission> pending(String clientId, int packetId) {
        return Optional.ofNullable(pending.get(new Key(clientId, packetId)));
    }

    void begin(Admission admission) {
        pending.put(new Key(admission.clientId(), admission.packetId), admission);
    }

    /**
     * To be called once the admission is settled. HiveMQ forgets a refused message before it stops being pending here,
     * so that no repetition slips through between the two.
     */
    void end(Admission admission) {
        Key key = new Key(admission.clientId(), admission.packetId);
        if (pending.get(key) != admission) {
            return;
        }
        if (admission.state() == Admission.State.REFUSED) {
            seen.remove(admission.clientId(), admission.packetId);
        }
        pending.remove(key, admission);
    }

    /** A new session knows nothing of the packet identifiers of the old one (MQTT 5.0, 4.1); HiveMQ leaves this undone. */
    void newSession(String clientId) {
        seen.delete(clientId);
    }
}
