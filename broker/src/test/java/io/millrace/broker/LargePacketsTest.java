package io.millrace.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LargePacketsTest {

    private final Intake room = new Intake(Long.MAX_VALUE, 5_000);
    private final LargePackets.Limits limits = new LargePackets.Limits(1_000, 4_000, room, Duration.ofSeconds(30));

    @Test
    void everyByteComesOutInOrderHoweverTheStreamIsCut() throws Exception {
        Random random = new Random(7);
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        for (int size : new int[] {0, 10, 2_000, 100, 126, 130, 3_900, 3_000, 5, 990, 1_000, 1_010}) {
            byte[] payload = new byte[size];
            random.nextBytes(payload);
            stream.writeBytes(RawClient.publishPacket("a", payload, 1, 1, false));
        }
        byte[] sent = stream.toByteArray();
        for (int cut : new int[] {1, 2, 3, 7, 100, 1_024, 4_096, sent.length}) {
            EmbeddedChannel channel = new EmbeddedChannel(new LargePackets(limits));
            for (int at = 0; at < sent.length; at += cut) {
                channel.writeInbound(Unpooled.copiedBuffer(sent, at, Math.min(cut, sent.length - at)));
                channel.runPendingTasks();
            }
            assertThat(received(channel)).as("cut %s", cut).isEqualTo(sent);
            assertThat(room.bytes()).isZero();
            channel.finishAndReleaseAll();
        }
    }

    @Test
    void aLargePacketComesInOnePieceOutsideOfTheDirectMemory() throws Exception {
        EmbeddedChannel channel = new EmbeddedChannel(new LargePackets(limits));
        byte[] packet = RawClient.publishPacket("a", new byte[3_000], 1, 1, false);

        channel.writeInbound(Unpooled.copiedBuffer(packet, 0, 2));
        channel.writeInbound(Unpooled.copiedBuffer(packet, 2, 2_000));
        assertThat(channel.inboundMessages()).isEmpty();
        assertThat(room.bytes()).isEqualTo(packet.length);
        channel.writeInbound(Unpooled.copiedBuffer(packet, 2_002, packet.length - 2_002));

        ByteBuf whole = channel.readInbound();
        assertThat(whole.readableBytes()).isEqualTo(packet.length);
        assertThat(whole.isDirect()).isFalse();
        whole.release();
        channel.finishAndReleaseAll();
    }

    @Test
    void aClientWithoutRoomIsNotReadFromUntilItIsItsTurn() throws Exception {
        EmbeddedChannel first = new EmbeddedChannel(new LargePackets(limits));
        EmbeddedChannel second = new EmbeddedChannel(new LargePackets(limits));
        byte[] packet = RawClient.publishPacket("a", new byte[3_000], 1, 1, false);
        first.writeInbound(Unpooled.copiedBuffer(packet, 0, 100));

        second.writeInbound(Unpooled.copiedBuffer(packet));
        assertThat(second.inboundMessages()).isEmpty();
        assertThat(second.config().isAutoRead()).isFalse();
        first.writeInbound(Unpooled.copiedBuffer(packet, 100, packet.length - 100));
        second.runPendingTasks();

        assertThat(received(second)).isEqualTo(packet);
        assertThat(second.config().isAutoRead()).isTrue();
        assertThat(room.bytes()).isZero();
        first.finishAndReleaseAll();
        second.finishAndReleaseAll();
    }

    @Test
    void aClientThatStallsWithRoomIsDisconnectedAndTheNextHasItsTurn() throws Exception {
        EmbeddedChannel stalled = new EmbeddedChannel(new LargePackets(limits));
        EmbeddedChannel next = new EmbeddedChannel(new LargePackets(limits));
        byte[] packet = RawClient.publishPacket("a", new byte[3_000], 1, 1, false);
        stalled.writeInbound(Unpooled.copiedBuffer(packet, 0, 100));
        next.writeInbound(Unpooled.copiedBuffer(packet));

        stalled.advanceTimeBy(31, TimeUnit.SECONDS);
        stalled.runScheduledPendingTasks();
        next.runPendingTasks();

        assertThat(stalled.isOpen()).isFalse();
        assertThat(received(next)).isEqualTo(packet);
        next.finishAndReleaseAll();
    }

    @Test
    void whatIsTooLargeOrMalformedIsLeftToTheDecoder() throws IOException {
        for (byte[] bytes : List.of(
                Arrays.copyOf(RawClient.publishPacket("a", new byte[4_100], 1, 1, false), 500),
                new byte[] {0x30, -1, -1, -1, -1, 1, 2, 3})) {
            EmbeddedChannel channel = new EmbeddedChannel(new LargePackets(limits));
            channel.writeInbound(Unpooled.copiedBuffer(bytes, 0, 2));
            channel.writeInbound(Unpooled.copiedBuffer(bytes, 2, bytes.length - 2));
            assertThat(received(channel)).isEqualTo(bytes);
            channel.finishAndReleaseAll();
        }
    }

    private static byte[] received(EmbeddedChannel channel) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (ByteBuf next = channel.readInbound(); next != null; next = channel.readInbound()) {
            all.writeBytes(ByteBufUtil.getBytes(next));
            next.release();
        }
        return all.toByteArray();
    }
}
