package io.millrace.broker;

import static org.assertj.core.api.Assertions.assertThat;

import com.hivemq.mqtt.message.MessageWithID;
import com.hivemq.mqtt.message.mqtt5.Mqtt5UserProperties;
import com.hivemq.mqtt.message.puback.PUBACK;
import com.hivemq.mqtt.message.pubrec.PUBREC;
import com.hivemq.mqtt.message.reason.Mqtt5PubAckReasonCode;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AcknowledgementsTest {

    private static final int NOBODY = Mqtt5PubAckReasonCode.NO_MATCHING_SUBSCRIBERS.getCode();

    private final EmbeddedChannel channel = new EmbeddedChannel(new ChannelInboundHandlerAdapter());
    private final ChannelHandlerContext context = channel.pipeline().firstContext();
    private final Counters counters = new Counters();
    private final AtomicInteger quota = new AtomicInteger();
    private final Admission.Owner owner = new Client();
    private final Acknowledgements five = new Acknowledgements(counters, owner, quota);
    private final Acknowledgements three = new Acknowledgements(counters, owner, null);

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
    }

    @Test
    void eachWaitsForItsMessageAndForItsAnswer() {
        Admission admission = expected(three, 1);

        three.answer(new PUBACK(1), context.newPromise());
        three.release(context);
        assertThat(written()).isEmpty();

        admission.settle(Admission.State.TAKEN);
        three.release(context);
        assertThat(written()).containsExactly("40020001");
        assertThat(three.isMissing(1)).isFalse();
        assertThat(counters.acknowledged.sum()).isEqualTo(1);

        Admission second = expected(three, 2);
        second.settle(Admission.State.TAKEN);
        three.release(context);
        assertThat(written()).isEmpty();
        three.answer(new PUBACK(2), context.newPromise());
        three.release(context);
        assertThat(written()).containsExactly("40020002");
    }

    @Test
    void theyLeaveInTheOrderOfTheMessagesAndTogether() {
        List<Admission> all =
                IntStream.rangeClosed(1, 4).mapToObj(id -> expected(three, id)).toList();
        three.expectUngated(5, 1, false);
        Acknowledgements.answer(all.get(1), NOBODY);
        three.answer(new PUBACK(5), context.newPromise());
        for (int id : new int[] {4, 3}) {
            three.answer(new PUBACK(id), context.newPromise());
        }
        all.forEach(one -> one.settle(Admission.State.TAKEN));
        three.release(context);
        assertThat(written()).isEmpty();

        three.answer(new PUBACK(1), context.newPromise());
        three.release(context);

        assertThat(written()).containsExactly("4002000140020002400200034002000440020005");
        assertThat(counters.acknowledged.sum()).isEqualTo(4); // the fifth has nothing to do with the gate
    }

    @Test
    void aClientOfMqtt5HearsThatNobodyIsSubscribedAndMaySendAgain() {
        for (int id = 1; id <= 3; id++) {
            expected(five, id).settle(Admission.State.TAKEN);
        }
        five.answer(
                new PUBACK(
                        1, Mqtt5PubAckReasonCode.NO_MATCHING_SUBSCRIBERS, null, Mqtt5UserProperties.NO_USER_PROPERTIES),
                context.newPromise());
        five.answer(new PUBACK(2), context.newPromise());
        five.answer(new PUBACK(3), context.newPromise());

        five.release(context);

        assertThat(written()).containsExactly("40030001104002000240020003");
        assertThat(quota).hasValue(3);
    }

    @Test
    void whatIsNoPlainAcknowledgementGoesThroughHiveMqInItsTurn() {
        for (int id = 1; id <= 3; id++) {
            expected(five, id).settle(Admission.State.TAKEN);
        }
        PUBREC second = new PUBREC(2);
        PUBACK third =
                new PUBACK(3, Mqtt5PubAckReasonCode.QUOTA_EXCEEDED, "no room", Mqtt5UserProperties.NO_USER_PROPERTIES);
        ChannelPromise told = context.newPromise();
        five.answer(third, told);
        five.answer(second, context.newPromise());
        five.answer(new PUBACK(1), context.newPromise());

        five.release(context);

        assertThat(written()).containsExactly("40020001", second, third);
        assertThat(quota).hasValue(1); // HiveMQ counts the others itself
        assertThat(told.isSuccess()).isTrue();
    }

    @Test
    void hiveMqIsToldThatItsAnswerIsOut() {
        ChannelPromise promise = context.newPromise();
        Admission admission = expected(three, 9);
        three.answer(new PUBACK(9), promise);
        three.release(context);
        assertThat(promise.isDone()).isFalse();

        admission.settle(Admission.State.TAKEN);
        three.release(context);

        assertThat(promise.isSuccess()).isTrue();
    }

    @Test
    void aSecondAnswerToTheSameMessageIsPassedOnInItsTurn() {
        Admission admission = expected(three, 1);
        PUBREC answer = new PUBREC(1);
        PUBREC again = new PUBREC(1);
        three.answer(answer, context.newPromise());
        three.answer(again, context.newPromise());
        three.release(context);
        assertThat(written()).isEmpty();

        admission.settle(Admission.State.TAKEN);
        three.release(context);

        assertThat(written()).containsExactly(answer, again);
    }

    @Test
    void aRefusedOneIsNotAcknowledgedAndNothingBehindItEither() {
        Admission refused = expected(three, 1);
        Admission taken = expected(three, 2);
        three.answer(new PUBACK(1), context.newPromise());
        three.answer(new PUBACK(2), context.newPromise());
        refused.settle(Admission.State.REFUSED);
        taken.settle(Admission.State.TAKEN);

        three.release(context);

        assertThat(written()).isEmpty();
    }

    @Test
    void abandonedOnesFail() {
        ChannelPromise promise = context.newPromise();
        Admission admission = expected(three, 1);
        three.answer(new PUBACK(1), promise);

        three.abandon();
        admission.settle(Admission.State.TAKEN);
        three.release(context);

        assertThat(promise.isDone()).isTrue();
        assertThat(promise.isSuccess()).isFalse();
        assertThat(three.isMissing(1)).isFalse();
        assertThat(written()).isEmpty();
    }

    @Test
    void manyWithIdentifiersOfAnyPatternAreFound() {
        Random random = new Random(3);
        for (int step : new int[] {1, 7, 4096, 65_535}) {
            List<Integer> ids = new ArrayList<>();
            for (int i = 0; i < 5_000; i++) {
                ids.add((int) ((long) i * step % 65_535) + 1);
            }
            ids = new ArrayList<>(ids.stream().distinct().toList());
            for (int id : ids) {
                assertThat(three.isMissing(id)).isFalse();
                expected(three, id).settle(Admission.State.TAKEN);
                assertThat(three.isMissing(id)).isTrue();
            }
            List<Integer> answered = new ArrayList<>(ids);
            Collections.shuffle(answered, random);
            for (int id : answered) {
                three.answer(new PUBACK(id), context.newPromise());
                three.release(context);
            }
            StringBuilder expected = new StringBuilder();
            for (int id : ids) {
                expected.append(HexFormat.of().formatHex(new byte[] {0x40, 2, (byte) (id >> 8), (byte) id}));
            }
            assertThat(String.join("", written().stream().map(String::valueOf).toList()))
                    .isEqualTo(expected.toString());
        }
        assertThat(three.eldest()).isEmpty();
    }

    private static final class Client implements Admission.Owner {

        @Override
        public String clientId() {
            return "client";
        }

        @Override
        public void settled(Admission admission, @Nullable Throwable failure) {
            admission.settle(failure == null ? Admission.State.TAKEN : Admission.State.REFUSED);
        }

        @Override
        public void note(Admission admission) {}
    }

    private Admission expected(Acknowledgements acknowledgements, int packetId) {
        Admission admission = Admission.of(owner, packetId, 1, 1_024, System.nanoTime());
        acknowledgements.expect(admission);
        return admission;
    }

    private List<Object> written() {
        List<Object> all = new ArrayList<>();
        for (Object one = channel.readOutbound(); one != null; one = channel.readOutbound()) {
            if (one instanceof ByteBuf bytes) {
                byte[] copy = new byte[bytes.readableBytes()];
                bytes.readBytes(copy);
                bytes.release();
                all.add(HexFormat.of().formatHex(copy));
            } else {
                assertThat(one).isInstanceOf(MessageWithID.class);
                all.add(one);
            }
        }
        return all;
    }
}
