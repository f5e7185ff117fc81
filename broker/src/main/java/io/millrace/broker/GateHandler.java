package io.millrace.broker;

import com.hivemq.bootstrap.ClientConnection;
import com.hivemq.bootstrap.ClientState;
import com.hivemq.mqtt.message.MessageWithID;
import com.hivemq.mqtt.message.disconnect.DISCONNECT;
import com.hivemq.mqtt.message.puback.PUBACK;
import com.hivemq.mqtt.message.publish.PUBLISH;
import com.hivemq.mqtt.message.pubrec.PUBREC;
import com.hivemq.mqtt.message.reason.Mqtt5DisconnectReasonCode;
import com.hivemq.mqtt.message.reason.Mqtt5PubAckReasonCode;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The gate of one connection. It stands in front of HiveMQ's handler of PUBLISH packets: a message on its way in is
 * handed to the gate and goes on to the subscribers at once; its acknowledgement on its way out is held until the gate
 * has taken the message. A message nobody is subscribed to, that is not to be kept either, ends here: HiveMQ would do
 * nothing with it but acknowledge it, at three times the cost of all the rest.
 *
 * <p>All state belongs to the event loop of the connection; what happens on other threads is in {@link Settlement}.
 */
final class GateHandler extends ChannelDuplexHandler implements Intake.Waiting {

    private static final String NOT_STORED = "The message could not be stored; send it again";

    /** After a message that kept the thread this long the other clients of the thread have their turn. */
    private static final long LONG_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final GateContext gate;
    private final ClientConnection connection;
    private final String clientId;
    private final @Nullable BrokerUser user;
    private final @Nullable Will will;

    /** Of earlier connections of the client: what it sends now must not come before them. */
    private final CompletableFuture<Void> formerWills;

    private final CompletableFuture<Void> gone = new CompletableFuture<>();
    private final Settlement settlement;
    private final Acknowledgements acknowledgements;

    /** Decoded while the client is not read from any more: what one read of the socket held, and no more. */
    private final Deque<Object> waiting = new ArrayDeque<>();

    private boolean closing;
    private boolean tookLong;

    private volatile boolean paused;

    private @Nullable ChannelHandlerContext context;

    /** @param sendQuota HiveMQ's, of a client of MQTT 5; null for an older one */
    GateHandler(
            GateContext gate,
            ClientConnection connection,
            @Nullable BrokerUser user,
            @Nullable Will will,
            CompletableFuture<Void> formerWills,
            @Nullable AtomicInteger sendQuota) {
        this.gate = gate;
        this.connection = connection;
        this.clientId = connection.getClientId();
        this.user = user;
        this.will = will;
        // A gate that never answers must not keep the client out for ever.
        this.formerWills = formerWills.copy().orTimeout(gate.gateTimeout().toMillis(), TimeUnit.MILLISECONDS);
        this.settlement = new Settlement(gate, clientId, this::settle);
        this.acknowledgements = new Acknowledgements(gate.counters(), settlement, sendQuota);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
        settlement.on(ctx.executor());
        gate.connections().add(this);
        scheduleWatch(ctx);
        formerWills.whenComplete((nothing, failure) -> settlement.schedule());
    }

    /** Whether the client is not read from because too much is with the gate. From any thread. */
    boolean isPaused() {
        return paused;
    }

    /** Whether decoded messages are kept here; on the event loop. */
    boolean hasWaiting() {
        return !waiting.isEmpty();
    }

    /**
     * Closes the connection from any thread, as a crash of the network would.
     *
     * @return completes when its will is with the others that are due
     */
    CompletableFuture<Void> close() {
        connection.getChannel().close();
        return gone;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (settlement.isRefused()) {
            disconnect(Mqtt5DisconnectReasonCode.SERVER_BUSY, NOT_STORED);
        }
        if (closing) {
            drop(message);
            if (!(message instanceof PUBLISH)) {
                ctx.fireChannelRead(message);
            }
        } else if (paused) {
            waiting.add(message);
        } else if (!pass(ctx, message)) {
            waiting.add(message);
            pauseReading(ctx);
        } else if (mustRest()) {
            pauseReading(ctx);
            settlement.schedule(); // what was in flight may have settled meanwhile, and then nobody else would wake us
        }
    }

    /** Nobody sends it again, and it goes nowhere. */
    private void drop(Object message) {
        if (message instanceof PUBLISH publish
                && publish.getQoS().getQosNumber() == 0
                && gate.covers(publish.getTopic())) {
            gate.counters().shed.increment();
        }
    }

    /** Whether the message is done with; else it has to wait, and someone will wake us. */
    private boolean pass(ChannelHandlerContext ctx, Object message) {
        if (!(message instanceof PUBLISH publish)) {
            ctx.fireChannelRead(message);
            return true;
        }
        int qos = publish.getQoS().getQosNumber();
        // A name that is none is HiveMQ's to refuse; it must not reach the gate.
        if (!TopicFilters.isTopicName(publish.getTopic()) || !gate.covers(publish.getTopic())) {
            if (qos > 0) {
                acknowledgements.expectUngated(publish.getPacketIdentifier(), qos, publish.isDuplicateDelivery());
            }
            ctx.fireChannelRead(publish);
            return true;
        }
        if (!formerWills.isDone()) {
            return false;
        }
        if (user != null && !AccessList.mayPublish(user, publish.getTopic())) {
            gate.counters().denied.increment();
            disconnect(
                    Mqtt5DisconnectReasonCode.NOT_AUTHORIZED,
                    "User \"" + user.name() + "\" may not publish to \"" + publish.getTopic() + "\"");
            return true;
        }
        if (qos > 0 && isRepetition(publish)) {
            gate.counters().redelivered.increment();
            if (qos == 2) { // with QoS 1 the answer is on its way
                acknowledgements.expectUngated(publish.getPacketIdentifier(), qos, true);
                ctx.fireChannelRead(publish);
            }
            return true;
        }
        return admit(ctx, publish, qos);
    }

    private boolean isRepetition(PUBLISH publish) {
        int packetId = publish.getPacketIdentifier();
        if (publish.getQoS().getQosNumber() == 1) {
            return publish.isDuplicateDelivery() && acknowledgements.isMissing(packetId);
        }
        if (!gate.exactlyOnce().isRepetition(clientId, packetId)) {
            return false;
        }
        gate.exactlyOnce().pending(clientId, packetId).ifPresent(this::adopt);
        // Refused between the two questions: then HiveMQ has forgotten it, and it is a first time again.
        return acknowledgements.isMissing(packetId) || gate.exactlyOnce().isRepetition(clientId, packetId);
    }

    /** Holds the acknowledgement here for a message that came over an earlier connection. */
    private void adopt(Admission admission) {
        if (!acknowledgements.isMissing(admission.packetId)) {
            acknowledgements.expect(admission.followedBy(settlement));
        }
    }

    private boolean admit(ChannelHandlerContext ctx, PUBLISH publish, int qos) {
        int packetId = publish.getPacketIdentifier();
        if (qos > 0 && acknowledgements.isMissing(packetId)) {
            disconnect(
                    Mqtt5DisconnectReasonCode.PROTOCOL_ERROR,
                    "Packet identifier " + packetId + " was used again before its message was acknowledged");
            return true;
        }
        InboundPublish inbound = Offers.of(clientId, user, publish);
        long cost = Intake.cost(inbound.recordBytes());
        if (!gate.intake().tryEnter(cost, this)) {
            return false;
        }
        long since = System.nanoTime();
        Admission admission = Admission.of(settlement, packetId, qos, cost, since);
        gate.counters().gated.increment();
        settlement.entered();
        if (qos > 0) {
            acknowledgements.expect(admission);
        }
        if (qos == 2) {
            gate.exactlyOnce().begin(admission);
        }
        CompletionStage<Void> stage = Offers.offer(gate.gate(), inbound);
        tookLong = System.nanoTime() - since > LONG_NANOS;
        if (endsHere(publish, qos)) {
            Acknowledgements.answer(admission, Mqtt5PubAckReasonCode.NO_MATCHING_SUBSCRIBERS.getCode());
        } else {
            ctx.fireChannelRead(publish);
        }
        // Only now: HiveMQ has noted a QoS 2 message, so that a refusal can make it forget.
        stage.whenComplete(admission);
        return true;
    }

    /** Whether there is nothing in it for HiveMQ, in which no extension but ours runs. */
    private boolean endsHere(PUBLISH publish, int qos) {
        return qos < 2 && !publish.isRetain() && gate.audience().isNobody(publish.getTopic());
    }

    private void settle() {
        settlement.begin();
        ChannelHandlerContext ctx = context;
        if (ctx == null || closing) {
            return;
        }
        if (settlement.isRefused()) {
            disconnect(Mqtt5DisconnectReasonCode.SERVER_BUSY, NOT_STORED);
            return;
        }
        acknowledgements.release(ctx);
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
        acknowledgements.answer((MessageWithID) message, promise);
        if (acknowledgements.isReady()) {
            settlement.schedule(); // together with those that HiveMQ writes in the same turn
        }
    }

    /** Enough for now: this client has its share with the gate, or its neighbours on the same thread have waited. */
    private boolean mustRest() {
        return settlement.inFlight() >= gate.clientReceiveMaximum() || tookLong;
    }

    private void pauseReading(ChannelHandlerContext ctx) {
        paused = true;
        ctx.channel().config().setAutoRead(false);
    }

    /** HiveMQ switches reading off and on for reasons of its own; while we do not read, it must not either. */
    @Override
    public void read(ChannelHandlerContext ctx) {
        if (!paused) {
            ctx.read();
        }
    }

    /** On any thread. */
    @Override
    public void wake() {
        settlement.schedule();
    }

    private void resumeReading(ChannelHandlerContext ctx) {
        if (!paused || settlement.inFlight() > gate.clientReceiveMaximum() / 2) {
            return;
        }
        tookLong = false;
        for (Object next = waiting.poll(); next != null; next = waiting.poll()) {
            if (!pass(ctx, next)) {
                waiting.addFirst(next);
                return;
            }
            if (settlement.isRefused() || mustRest()) {
                settlement.schedule();
                return;
            }
            if (closing) {
                return;
            }
        }
        paused = false;
        LargePackets packets = ctx.pipeline().get(LargePackets.class);
        if (packets != null) {
            packets.letGo();
        }
        ctx.channel().config().setAutoRead(true);
        ctx.read();
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
                            Optional<Admission> eldest = acknowledgements.eldest();
                            if (eldest.isPresent() && System.nanoTime() - eldest.get().sinceNanos > timeout) {
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
        acknowledgements.abandon();
        waiting.forEach(this::drop);
        waiting.clear();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        waiting.stream().filter(DISCONNECT.class::isInstance).forEach(ctx::fireChannelRead); // it is about the will
        abandon();
        gate.intake().forget(this);
        if (will != null) {
            connection.setPreventLwt(true); // HiveMQ still has it, and would publish it past the gate
            if (!leftInGoodOrder()) {
                // First, for afterwards HiveMQ may let the next connection of this client in.
                gate.wills().connectionLost(clientId, will, sessionExpirySeconds());
            }
        }
        ctx.fireChannelInactive();
        gate.connections().remove(this);
        gone.complete(null);
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
