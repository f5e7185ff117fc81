package io.millrace.demo.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class OutboxTest {

    @Test
    void messagesGoInOrderAndNoMoreThanTheWindowAtATime() {
        Outbox outbox = new Outbox(100, 2);
        add(outbox, 3);

        Outbox.Entry first = outbox.next();
        Outbox.Entry second = outbox.next();
        assertThat(outbox.next()).isNull();
        outbox.ended(first, true);

        assertThat(payload(first)).isEqualTo("0");
        assertThat(payload(second)).isEqualTo("1");
        assertThat(payload(outbox.next())).isEqualTo("2");
        assertThat(outbox.size()).isEqualTo(2);
    }

    @Test
    void aFailureHoldsEverythingUntilAllOnTheirWayHaveEndedThenAllFromTheFailedOneGoAgain() {
        Outbox outbox = new Outbox(100, 3);
        add(outbox, 4);
        Outbox.Entry zero = outbox.next();
        Outbox.Entry one = outbox.next();
        Outbox.Entry two = outbox.next();

        outbox.ended(one, false);
        assertThat(outbox.next()).isNull();
        outbox.ended(two, true);
        assertThat(outbox.next()).isNull();
        outbox.ended(zero, true);

        assertThat(payload(outbox.next())).isEqualTo("1");
        assertThat(payload(outbox.next())).isEqualTo("2");
        assertThat(payload(outbox.next())).isEqualTo("3");
    }

    @Test
    void beyondItsCapacityTheOldestThatWaitsIsDroppedAndCounted() {
        Outbox outbox = new Outbox(3, 1);
        add(outbox, 2);
        Outbox.Entry flying = outbox.next();

        assertThat(outbox.add(message("2"))).isFalse();
        assertThat(outbox.add(message("3"))).isTrue();

        assertThat(outbox.dropped()).isEqualTo(1);
        outbox.ended(flying, true);
        assertThat(payload(outbox.next())).isEqualTo("2");
    }

    @Test
    void whateverFailsEveryMessageArrivesAndFirstArrivalsAreInOrder() {
        SplittableRandom random = new SplittableRandom(11);
        for (int round = 0; round < 200; round++) {
            Outbox outbox = new Outbox(1_000, 1 + random.nextInt(6));
            add(outbox, 40);
            LinkedHashSet<String> arrived = new LinkedHashSet<>();
            Deque<Outbox.Entry> open = new ArrayDeque<>();
            while (outbox.size() > 0) {
                Outbox.Entry entry = outbox.next();
                if (entry != null) {
                    open.addLast(entry);
                } else {
                    // A broker takes messages in order; a link may break before or after any of them arrived.
                    Outbox.Entry ending = open.removeFirst();
                    int fate = random.nextInt(10);
                    boolean broken = fate == 0;
                    if (!broken || random.nextBoolean()) {
                        arrived.add(payload(ending));
                    }
                    outbox.ended(ending, !broken);
                    if (broken) {
                        open.forEach(lost -> outbox.ended(lost, false));
                        open.clear();
                    }
                }
            }
            assertThat(arrived)
                    .containsExactlyElementsOf(
                            IntStream.range(0, 40).mapToObj(Integer::toString).toList());
        }
    }

    private static void add(Outbox outbox, int count) {
        List<String> payloads = new ArrayList<>();
        IntStream.range(0, count).forEach(i -> payloads.add(Integer.toString(i)));
        payloads.forEach(payload -> outbox.add(message(payload)));
    }

    private static DeviceMessage message(String payload) {
        return new DeviceMessage("t", payload);
    }

    private static String payload(Outbox.Entry entry) {
        return entry.message().payload();
    }
}
