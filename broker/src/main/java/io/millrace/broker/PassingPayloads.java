package io.millrace.broker;

import com.hivemq.mqtt.message.QoS;
import com.hivemq.mqtt.message.publish.PUBLISH;
import com.hivemq.persistence.clientqueue.ClientQueueLocalPersistence;
import com.hivemq.persistence.clientqueue.ClientQueuePersistence;
import com.hivemq.persistence.clientqueue.ClientQueuePersistenceImpl;
import com.hivemq.persistence.clientqueue.ClientQueueXodusLocalPersistence;
import com.hivemq.persistence.payload.PublishPayloadPersistence;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the payloads of messages that wait for a subscriber with QoS 0 in memory. HiveMQ queues such a message in memory,
 * as nobody may expect to find it after a restart, and yet writes its payload into its store, reads it from there, and
 * deletes it: two writes to a file for each delivery, which cost more than the delivery and hold up the next one when
 * the disk is busy. What waits for QoS 1 or 2 is in the store as before.
 *
 * <p>A message may wait for both kinds. Then both places have the payload, each counted for itself, and it does not
 * matter which of the two counts goes down first: the one here does, so the store keeps its payload until nobody waits.
 * HiveMQ bounds what waits for QoS 0, with its payloads, to a share of the heap. Thread-safe.
 */
final class PassingPayloads implements PublishPayloadPersistence {

    private static final Logger log = LoggerFactory.getLogger(Broker.class);

    /** @param waiting deliveries that still need it */
    private record Held(byte[] payload, int waiting) {}

    private final PublishPayloadPersistence store;
    private final ConcurrentHashMap<Long, Held> held = new ConcurrentHashMap<>();

    /** Whether what this thread is adding to a queue is a message of QoS 0. */
    private final ThreadLocal<Boolean> passing = ThreadLocal.withInitial(() -> false);

    PassingPayloads(PublishPayloadPersistence store) {
        this.store = store;
    }

    /** Stands between the queues and their store. If those are not where they were, everything is as HiveMQ made it. */
    static void install(ClientQueuePersistence queues) {
        try {
            Field files = EngineTuning.field(ClientQueuePersistenceImpl.class, "localPersistence");
            ClientQueueLocalPersistence queueFiles = (ClientQueueLocalPersistence) files.get(queues);
            Field payloads = EngineTuning.field(ClientQueueXodusLocalPersistence.class, "payloadPersistence");
            PassingPayloads passing = new PassingPayloads((PublishPayloadPersistence) payloads.get(queueFiles));
            files.set(queues, passing.watch(queueFiles));
            payloads.set(queueFiles, passing);
        } catch (ReflectiveOperationException | RuntimeException e) {
            log.atWarn().setCause(e).log("messages of QoS 0 go through the store of the MQTT broker");
        }
    }

    /** The same queues, from which it is heard what is added to them. */
    ClientQueueLocalPersistence watch(ClientQueueLocalPersistence queues) {
        return (ClientQueueLocalPersistence) Proxy.newProxyInstance(
                PassingPayloads.class.getClassLoader(),
                new Class<?>[] {ClientQueueLocalPersistence.class},
                (proxy, method, arguments) -> isPassing(method, arguments)
                        ? addPassing(queues, method, arguments)
                        : invoke(queues, method, arguments));
    }

    private static boolean isPassing(Method method, Object @Nullable [] arguments) {
        return arguments != null
                && arguments.length > 2
                && arguments[2] instanceof PUBLISH publish
                && publish.getQoS() == QoS.AT_MOST_ONCE
                && method.getName().equals("add");
    }

    private @Nullable Object addPassing(ClientQueueLocalPersistence queues, Method method, Object[] arguments)
            throws Throwable {
        passing.set(true);
        try {
            return invoke(queues, method, arguments);
        } finally {
            passing.set(false);
        }
    }

    private static @Nullable Object invoke(
            ClientQueueLocalPersistence queues, Method method, Object @Nullable [] arguments) throws Throwable {
        try {
            return method.invoke(queues, arguments);
        } catch (InvocationTargetException thrown) {
            throw thrown.getTargetException();
        }
    }

    @Override
    public void add(byte[] payload, long id) {
        if (passing.get()) {
            held.merge(id, new Held(payload, 1), (old, one) -> new Held(old.payload, old.waiting + 1));
        } else {
            store.add(payload, id);
        }
    }

    @Override
    public byte @Nullable [] get(long id) {
        Held here = held.get(id);
        return here == null ? store.get(id) : here.payload;
    }

    @Override
    public void decrementReferenceCounter(long id) {
        boolean[] here = new boolean[1];
        held.computeIfPresent(id, (same, old) -> {
            here[0] = true;
            return old.waiting == 1 ? null : new Held(old.payload, old.waiting - 1);
        });
        if (!here[0]) {
            store.decrementReferenceCounter(id);
        }
    }

    @Override
    public void init() {
        store.init();
    }

    @Override
    public void incrementReferenceCounterOnBootstrap(long id) {
        store.incrementReferenceCounterOnBootstrap(id);
    }

    @Override
    public void closeDB() {
        store.closeDB();
    }
}
