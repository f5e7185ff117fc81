package io.millrace.broker;

import com.hivemq.bootstrap.ClientConnection;
import com.hivemq.bootstrap.ClientState;
import com.hivemq.mqtt.message.MessageWithID;
import com.hivemq.mqtt.message.mqtt5.MqttUserProperty;
import com.hivemq.mqtt.message.puback.PUBACK;
import com.hivemq.mqtt.message.publish.PUBLISH;
import com.hivemq.mqtt.message.pubrec.PUBREC;
import com.hivemq.mqtt.message.reason.Mqtt5DisconnectReasonCode;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The gate of one connection. It stands in front of HiveMQ's handler of PUBLISH packets: a message on its way in is
 * handed to the gate and goes on to the subscribers at once; its acknowledgement on its way out is held here until the
 * gate has taken the message. Acknowledgements leave in the order in which HiveMQ made them, which is the order of the
 * messages (MQTT 5.0, 4.6).
 *
 * <p>All state belongs to the event loop of the connection, except where it says otherwise.
 */
final class GateHandler extends ChannelDuplexHandler implements Intake.Paused {

    private record HeldAcknowledgement(
            MessageWithID packet,
            ChannelPromise promise,
            @Nullable Admission admission) {}

    private final GateContext gate;
    private final ClientConnection connection;
    private final String clientId;
    private final @Nullable BrokerUser user;
    private final @Nullable Will will;

    /** By packet identifier, eldest first: what has not been acknowledged. */
    private final Map<Integer, Admission> unacknowledged = new LinkedHashMap<>();

    private final Queue<HeldAcknowledgement> held = new ArrayDeque<>();
    private boolean closing;

    private volatile boolean paused;

    /** Set on the threads of the gate. */
    private volatile boolean refusedOne;

    /** With the gate now, any QoS. Counted down on the threads of the gate. */
    private final AtomicInteger inFlight = new AtomicInteger();

    private final AtomicBoolean settleScheduled = new AtomicBoolean();
    private @Nullable ChannelHandlerContext context;

    GateHandler(GateContext gate, ClientConnection connection, @Nullable BrokerUser user, @Nullable Will will) {
        this.gate = gate;
        this.connection = connection;
        this.clientId = connection.getClientId();
        this.user = user;
        this.will = will;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
        gate.connections().add(this);
        scheduleWatch(ctx);
    }

    /** Whether the client is not read from because too much is with the gate. From any thread. */
    boolean isPaused() {
        return paused;
    }

    /** Closes the connection from any thread, as a crash of the network would. */
    void close() {
        connection.getChannel().close();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (!(message instanceof PUBLISH publish) || closing) {
            if (!(message instanceof PUBLISH)) {
                ctx.fireChannelRead(message);
            }
            return;
        }
        // A name that is none is HiveMQ's to refuse; it must not reach the gate.
        if (!TopicFilters.isTopicName(publish.getTopic()) || !gate.covers(publish.getTopic())) {
            ctx.fireChannelRead(publish);
            return;
        }
        if (user != null && !AccessList.mayPublish(user, publish.getTopic())) {
            gate.counters().denied.increment();
            disconnect(
                    Mqtt5DisconnectReasonCode.NOT_AUTHORIZED,
                    "User \"" + user.name() + "\" may not publish to \"" + publish.getTopic() + "\"");
            return;
        }
        if (publish.getQoS().getQosNumber() > 0 && isRepetition(publish)) {
            gate.counters().redelivered.increment();
            ctx.fireChannelRead(publish);
            return;
        }
        admit(ctx, publish);
    }

    private boolean isRepetition(PUBLISH publish) {
        int packetId = publish.getPacketIdentifier();
        if (publish.getQoS().getQosNumber() == 1) {
            return publish.isDuplicateDelivery() && unacknowledged.containsKey(packetId);
        }
        if (!gate.exactlyOnce().isRepetition(clientId, packetId)) {
            return false;
        }
        gate.exactlyOnce().pending(clientId, packetId).ifPresent(this::adopt);
        // Refused between the two questions: then HiveMQ has forgotten it, and it is a first time again.
        return unacknowledged.containsKey(packetId) || gate.exactlyOnce().isRepetition(clientId, packetId);
    }

    /** Holds the acknowledgement here for a message that came over an earlier connection. */
    private void adopt(Admission admission) {
        if (unacknowledged.putIfAbsent(admission.packetId, admission) == null) {
            admission.onSettled(() -> note(admission));
        }
    }

    private void admit(ChannelHandlerContext ctx, PUBLISH publish) {
        byte[] payload = publish.getPayload() == null ? new byte[0] : publish.getPayload();
        int qos = publish.getQoS().getQosNumber();
        int packetId = publish.getPacketIdentifier();
        if (qos > 0 && unacknowledged.containsKey(packetId)) {
            disconnect(
                    Mqtt5DisconnectReasonCode.PROTOCOL_ERROR,
                    "Packet identifier " + packetId + " was used again before its message was acknowledged");
            return;
        }
        Admission admission = new Admission(clientId, packetId, qos, payload.length, System.nanoTime());
        gate.counters().gated.increment();
        gate.intake().enter(payload.length);
        inFlight.incrementAndGet();
        if (qos > 0) {
            unacknowledged.put(packetId, admission);
        }
        if (qos == 2) {
            gate.exactlyOnce().begin(admission);
        }
        CompletionStage<Void> stage = askGate(new InboundPublish(
                clientId,
                user == null ? null : user.name(),
                publish.getTopic(),
                payload,
                qos,
                publish.isRetain(),
                publish.isDuplicateDelivery(),
                userProperties(publish)));
        ctx.fireChannelRead(publish);
        // Only now: HiveMQ has noted a QoS 2 message, so that a refusal can make it forget.
        stage.whenComplete((nothing, failure) -> settled(admission, failure));
        if (mustPause()) {
            pauseReading(ctx);
        }
    }

    private CompletionStage<Void> askGate(InboundPublish publish) {
        try {
            return gate.gate().admit(publish);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private static Map<String, String> userProperties(PUBLISH publish) {
        List<MqttUserProperty> properties = publish.getUserProperties().asList();
        if (properties.isEmpty()) {
            return Map.of();
        }
        Map<String, String> map = new HashMap<>();
        for (MqttUserProperty property : properties) {
            map.put(property.getName(), property.getValue());
        }
        return map;
    }

    /** On any thread. */
    private void settled(Admission admission, @Nullable Throwable failure) {
        inFlight.decrementAndGet();
        gate.intake().leave(admission.bytes);
        if (failure != null) {
            (admission.qos == 0 ? gate.counters().shed : gate.counters().refused).increment();
            gate.refusals().report(clientId, failure);
        }
        admission.settle(failure == null);
        if (admission.qos == 2) {
            gate.exactlyOnce().end(admission);
        }
        note(admission);
    }

    /** On any thread. */
    private void note(Admission admission) {
        if (admission.qos > 0 && admission.state() == Admission.State.REFUSED) {
            refusedOne = true;
        }
        scheduleSettle();
    }

    /** On any thread: one task for however many messages the gate finishes in one go. */
    private void scheduleSettle() {
        ChannelHandlerContext ctx = context;
        if (ctx != null && settleScheduled.compareAndSet(false, true)) {
            GateContext.execute(ctx.executor(), this::settle);
        }
    }

    private void settle() {
        settleScheduled.set(false);
        ChannelHandlerContext ctx = context;
        if (ctx == null || closing) {
            return;
        }
        if (refusedOne) {
            disconnect(Mqtt5DisconnectReasonCode.SERVER_BUSY, "The message could not be stored; send it again");
            return;
        }
        releaseAcknowledgements(ctx);
        resumeReading(ctx);
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        if (!(message instanceof PUBACK) && !(message instanceof PUBREC)) {
            ctx.write(message, promise);
            return;
        }
        if (closing) {
            promise.tryFailure(new ClosedChannelException());
            return;
        }
        MessageWithID packet = (MessageWithID) message;
        Admission admission = unacknowledged.get(packet.getPacketIdentifier());
        if (held.isEmpty() && (admission == null || admission.state() == Admission.State.TAKEN)) {
            acknowledge(ctx, packet, promise, admission);
            return;
        }
        held.add(new HeldAcknowledgement(packet, promise, admission));
    }

    private void releaseAcknowledgements(ChannelHandlerContext ctx) {
        boolean wrote = false;
        for (HeldAcknowledgement next = held.peek(); next != null; next = held.peek()) {
            Admission admission = next.admission();
            if (admission != null && admission.state() != Admission.State.TAKEN) {
                break;
            }
            held.remove();
            acknowledge(ctx, next.packet(), next.promise(), admission);
            wrote = true;
        }
        if (wrote) {
            ctx.flush();
        }
    }

    private void acknowledge(
            ChannelHandlerContext ctx, MessageWithID packet, ChannelPromise promise, @Nullable Admission admission) {
        if (admission != null) {
            unacknowledged.remove(admission.packetId, admission);
            gate.counters().acknowledged.increment();
        }
        ctx.write(packet, promise);
    }

    private boolean mustPause() {
        return inFlight.get() >= gate.clientReceiveMaximum() || gate.intake().full();
    }

    private void pauseReading(ChannelHandlerContext ctx) {
        paused = true;
        ctx.channel().config().setAutoRead(false);
        gate.intake().pause(this);
        scheduleSettle(); // what was in flight may have settled meanwhile, and then nobody else would wake us
    }

    /** On any thread. */
    @Override
    public void wake() {
        scheduleSettle();
    }

    private void resumeReading(ChannelHandlerContext ctx) {
        if (!paused) {
            return;
        }
        if (inFlight.get() <= gate.clientReceiveMaximum() / 2 && gate.intake().hasRoom()) {
            paused = false;
            gate.intake().forget(this);
            ctx.channel().config().setAutoRead(true);
        } else if (!gate.intake().hasRoom()) {
            gate.intake().pause(this);
        }
    }

    /** The gate promises to answer; should it not, the client must not wait for ever. */
    private void scheduleWatch(ChannelHandlerContext ctx) {
        long timeout = gate.gateTimeout().toNanos();
        ctx.executor()
                .schedule(
                        () -> {
                            if (closing) {
                                return;
                            }
                            Iterator<Admission> eldest = unacknowledged.values().iterator();
                            if (eldest.hasNext() && System.nanoTime() - eldest.next().sinceNanos > timeout) {
                                disconnect(
                                        Mqtt5DisconnectReasonCode.SERVER_BUSY,
                                        "The message was not stored in time; send it again");
                            } else {
                                scheduleWatch(ctx);
                            }
                        },
                        Math.max(1, timeout / 4),
                        TimeUnit.NANOSECONDS);
    }

    private void disconnect(Mqtt5DisconnectReasonCode reason, String sentence) {
        if (closing) {
            return;
        }
        abandon();
        gate.disconnector().disconnect(connection.getChannel(), null, sentence, reason, sentence);
    }

    private void abandon() {
        closing = true;
        unacknowledged.clear();
        for (HeldAcknowledgement one = held.poll(); one != null; one = held.poll()) {
            one.promise().tryFailure(new ClosedChannelException());
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        abandon();
        gate.intake().forget(this);
        boolean willIsDue = will != null && !leftInGoodOrder();
        if (will != null) {
            connection.setPreventLwt(true); // HiveMQ still has it, and would publish it past the gate
        }
        ctx.fireChannelInactive();
        if (willIsDue && will != null) {
            gate.wills().connectionLost(clientId, will, sessionExpirySeconds());
        }
        gate.connections().remove(this);
    }

    /** DISCONNECT without error, which HiveMQ has seen by now (MQTT 5.0, 3.14.4). */
    private boolean leftInGoodOrder() {
        return connection.getClientState() == ClientState.DISCONNECTED_BY_CLIENT && !connection.isSendWill();
    }

    private long sessionExpirySeconds() {
        Long seconds = connection.getClientSessionExpiryInterval();
        return seconds == null ? 0 : seconds;
    }
}
