package io.millrace.broker;

import com.hivemq.mqtt.message.MessageWithID;
import com.hivemq.mqtt.message.mqtt5.Mqtt5UserProperties;
import com.hivemq.mqtt.message.puback.PUBACK;
import com.hivemq.mqtt.message.reason.Mqtt5PubAckReasonCode;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import java.nio.channels.ClosedChannelException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The acknowledgements of one connection. They leave in the order in which their messages came (MQTT 5.0, 4.6), each when
 * the gate has taken its message and HiveMQ, or who answers in its place, has an answer; those that leave together leave
 * in one buffer. Belongs to the event loop of the connection.
 */
final class Acknowledgements {

    private static final int PUBACK_HEADER = 0x40;
    private static final int FEW_BYTES = 128;
    private static final int FIRST_BUCKETS = 16;

    private final Counters counters;
    private final Admission.Owner owner;

    /** MQTT 5: what this client may still send, by HiveMQ's account, which sees no PUBACK from here. */
    private final @Nullable AtomicInteger quota;

    private @Nullable Admission first;
    private @Nullable Admission last;

    /** By packet identifier; a power of two of them. */
    private @Nullable Admission[] buckets = new @Nullable Admission[FIRST_BUCKETS];

    private int size;

    Acknowledgements(Counters counters, Admission.Owner owner, @Nullable AtomicInteger quota) {
        this.counters = counters;
        this.owner = owner;
        this.quota = quota;
    }

    /** Whether a message that went to the gate waits for its acknowledgement. */
    boolean isMissing(int packetId) {
        for (Admission one = bucket(packetId); one != null; one = one.nextInBucket) {
            if (one.packetId == packetId && one.gated) {
                return true;
            }
        }
        return false;
    }

    /** This one has to be acknowledged, after all that were expected before. */
    void expect(Admission admission) {
        append(admission);
        if (size > buckets.length) {
            grow();
        } else {
            addToBucket(admission);
        }
    }

    /** A message that goes to HiveMQ and not to the gate. */
    void expectUngated(int packetId, int qos, boolean duplicate) {
        for (Admission one = bucket(packetId); duplicate && one != null; one = one.nextInBucket) {
            if (one.packetId == packetId) {
                return; // HiveMQ may ignore it
            }
        }
        expect(Admission.ungated(owner, packetId, qos));
    }

    Optional<Admission> eldest() {
        Admission one = first;
        while (one != null && !one.gated) {
            one = one.next;
        }
        return Optional.ofNullable(one);
    }

    /** HiveMQ's answer. It leaves with the next release that finds it done. */
    void answer(MessageWithID packet, ChannelPromise promise) {
        int packetId = packet.getPacketIdentifier();
        Admission admission = bucket(packetId);
        while (admission != null && (admission.packetId != packetId || admission.answer != Admission.NO_ANSWER)) {
            admission = admission.nextInBucket;
        }
        if (admission == null) { // a second answer to the same; whoever asked twice gets it
            admission = Admission.ungated(owner, packetId, 0);
            admission.stray = true;
            append(admission);
        }
        admission.packet = packet;
        admission.promise = promise;
        admission.answer = plainReason(packet);
    }

    /** An answer in HiveMQ's place. */
    static void answer(Admission admission, int reasonCode) {
        admission.answer = reasonCode;
    }

    private static int plainReason(MessageWithID packet) {
        if (packet instanceof PUBACK puback
                && puback.getReasonString() == null
                && puback.getUserProperties() == Mqtt5UserProperties.NO_USER_PROPERTIES) {
            if (puback.getReasonCode() == Mqtt5PubAckReasonCode.SUCCESS) {
                return 0;
            }
            if (puback.getReasonCode() == Mqtt5PubAckReasonCode.NO_MATCHING_SUBSCRIBERS) {
                return Mqtt5PubAckReasonCode.NO_MATCHING_SUBSCRIBERS.getCode();
            }
        }
        return Admission.PACKET;
    }

    boolean isReady() {
        return first != null && first.isDone();
    }

    void release(ChannelHandlerContext ctx) {
        if (!isReady()) {
            return;
        }
        ByteBuf bytes = null;
        int plain = 0;
        int gated = 0;
        for (Admission one = first; one != null && one.isDone(); one = first) {
            removeFirst(one);
            gated += one.gated ? 1 : 0;
            ChannelPromise promise = one.promise;
            if (one.answer == Admission.PACKET) {
                write(ctx, bytes);
                bytes = null;
                ctx.write(one.packet, promise == null ? ctx.newPromise() : promise);
                continue;
            }
            if (bytes == null) {
                bytes = ctx.alloc().ioBuffer(FEW_BYTES);
            }
            plain++;
            encode(one, bytes);
            if (promise != null) {
                promise.trySuccess(); // so that HiveMQ forgets the packet identifier
            }
        }
        counters.acknowledged.add(gated);
        if (quota != null && plain > 0) {
            quota.addAndGet(plain);
        }
        write(ctx, bytes);
        ctx.flush();
    }

    /** MQTT 3.1.1, 3.4, which knows no reasons, and MQTT 5.0, 3.4. */
    private void encode(Admission admission, ByteBuf bytes) {
        boolean reason = admission.answer != 0 && quota != null;
        bytes.writeByte(PUBACK_HEADER);
        bytes.writeByte(reason ? 3 : 2);
        bytes.writeShort(admission.packetId);
        if (reason) {
            bytes.writeByte(admission.answer);
        }
    }

    private static void write(ChannelHandlerContext ctx, @Nullable ByteBuf bytes) {
        if (bytes != null) {
            ctx.write(bytes);
        }
    }

    void abandon() {
        for (Admission one = first; one != null; one = one.next) {
            if (one.promise != null) {
                one.promise.tryFailure(new ClosedChannelException());
            }
        }
        first = null;
        last = null;
        size = 0;
        buckets = new @Nullable Admission[FIRST_BUCKETS];
    }

    private void append(Admission admission) {
        if (last == null) {
            first = admission;
        } else {
            last.next = admission;
        }
        last = admission;
        size++;
    }

    private void removeFirst(Admission admission) {
        first = admission.next;
        if (first == null) {
            last = null;
        }
        admission.next = null; // it may outlive its turn, and must not keep the whole queue
        size--;
        if (!admission.stray) {
            removeFromBucket(admission);
        }
    }

    private void removeFromBucket(Admission admission) {
        int index = admission.packetId & buckets.length - 1;
        Admission before = null;
        Admission one = buckets[index];
        while (one != null && one != admission) {
            before = one;
            one = one.nextInBucket;
        }
        if (before == null) {
            buckets[index] = admission.nextInBucket;
        } else {
            before.nextInBucket = admission.nextInBucket;
        }
        admission.nextInBucket = null;
    }

    private @Nullable Admission bucket(int packetId) {
        return buckets[packetId & buckets.length - 1];
    }

    /** At the end: of two with one identifier the elder is answered first. */
    private void addToBucket(Admission admission) {
        int index = admission.packetId & buckets.length - 1;
        Admission one = buckets[index];
        if (one == null) {
            buckets[index] = admission;
            return;
        }
        while (one.nextInBucket != null) {
            one = one.nextInBucket;
        }
        one.nextInBucket = admission;
    }

    private void grow() {
        buckets = new @Nullable Admission[buckets.length * 2];
        for (Admission one = first; one != null; one = one.next) {
            if (!one.stray) {
                one.nextInBucket = null;
                addToBucket(one);
            }
        }
    }
}
