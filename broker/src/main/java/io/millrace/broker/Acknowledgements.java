package io.millrace.broker;

import com.hivemq.mqtt.message.MessageWithID;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * The acknowledgements of one connection, held until the gate has taken their messages. They leave in the order in which
 * HiveMQ made them, which is the order of the messages (MQTT 5.0, 4.6). Belongs to the event loop of the connection.
 */
final class Acknowledgements {

    private record Held(
            MessageWithID packet,
            ChannelPromise promise,
            @Nullable Admission admission) {}

    private final Counters counters;

    /** By packet identifier, eldest first. */
    private final Map<Integer, Admission> missing = new LinkedHashMap<>();

    private final Queue<Held> held = new ArrayDeque<>();

    Acknowledgements(Counters counters) {
        this.counters = counters;
    }

    boolean isMissing(int packetId) {
        return missing.containsKey(packetId);
    }

    /** Whether it is news that this one has to be acknowledged. */
    boolean expect(Admission admission) {
        return missing.putIfAbsent(admission.packetId, admission) == null;
    }

    Optional<Admission> eldest() {
        Iterator<Admission> eldest = missing.values().iterator();
        return eldest.hasNext() ? Optional.of(eldest.next()) : Optional.empty();
    }

    /** Lets an acknowledgement go, or holds it. */
    void write(ChannelHandlerContext ctx, MessageWithID packet, ChannelPromise promise) {
        Admission admission = missing.get(packet.getPacketIdentifier());
        if (held.isEmpty() && isTaken(admission)) {
            acknowledge(ctx, packet, promise, admission);
        } else {
            held.add(new Held(packet, promise, admission));
        }
    }

    void release(ChannelHandlerContext ctx) {
        boolean wrote = false;
        for (Held next = held.peek(); next != null && isTaken(next.admission()); next = held.peek()) {
            held.remove();
            acknowledge(ctx, next.packet(), next.promise(), next.admission());
            wrote = true;
        }
        if (wrote) {
            ctx.flush();
        }
    }

    void abandon() {
        missing.clear();
        for (Held one = held.poll(); one != null; one = held.poll()) {
            one.promise().tryFailure(new ClosedChannelException());
        }
    }

    private static boolean isTaken(@Nullable Admission admission) {
        return admission == null || admission.state() == Admission.State.TAKEN;
    }

    private void acknowledge(
            ChannelHandlerContext ctx, MessageWithID packet, ChannelPromise promise, @Nullable Admission admission) {
        if (admission != null) {
            missing.remove(admission.packetId, admission);
            counters.acknowledged.increment();
        }
        ctx.write(packet, promise);
    }
}
