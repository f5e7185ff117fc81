package io.millrace.console.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.model.LogPartition;
import io.millrace.model.LogTopic;
import io.millrace.model.Namespace;
import io.millrace.model.Quality;
import io.millrace.model.Topic;
import io.millrace.model.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class LiveNamespaceTest {

    private static final Namespace NAMESPACE = new Namespace("umh/v1");
    private static final String PLANT = "umh/v1/works/liege/kilns/";

    private final LiveNamespace live = new LiveNamespace(NAMESPACE, 100);

    @Test
    void countsTagsAndTroubleUpToTheRoot() {
        show("kiln-1/_historian/temperature", 1, Value.of(840.5), Quality.GOOD);
        show("kiln-1/_historian/o2", 1, Value.of(9.1), Quality.UNCERTAIN);
        show("kiln-2/_historian/temperature", 1, null, Quality.BAD_NO_COMMUNICATION);
        live.declare(topic("kiln-2/_historian/level"));

        TreeNode kilns = live.node("umh/v1/works/liege/kilns");
        assertThat(kilns.tags()).isEqualTo(4);
        assertThat(kilns.tags(Severity.BAD)).isEqualTo(1);
        assertThat(kilns.worst()).isEqualTo(Severity.BAD);
        assertThat(live.node(PLANT + "kiln-1").worst()).isEqualTo(Severity.UNCERTAIN);

        show("kiln-2/_historian/temperature", 2, Value.of(800.0), Quality.GOOD);
        show("kiln-1/_historian/o2", 2, Value.of(9.2), Quality.GOOD);
        assertThat(kilns.worst()).isEqualTo(Severity.WAITING);
        show("kiln-2/_historian/level", 3, Value.of(1L), Quality.GOOD);
        assertThat(live.root().worst()).isEqualTo(Severity.GOOD);
        assertThat(live.root().tags()).isEqualTo(4);
    }

    @Test
    void aPlaceMayHoldATagAndTagsBelowIt() {
        show("kiln-1/_historian/axis", 1, Value.of(1L), Quality.GOOD);
        show("kiln-1/_historian/axis/x", 1, Value.of(2L), Quality.GOOD);

        TreeNode axis = live.node(PLANT + "kiln-1/_historian/axis");
        assertThat(axis.tag()).isNotNull();
        assertThat(axis.children()).extracting(TreeNode::name).containsExactly("x");
        assertThat(axis.tags()).isEqualTo(2);
    }

    @Test
    void whatArrivesLateDoesNotHideWhatIsNewer() {
        show("kiln-1/_historian/temperature", 2_000_000, Value.of(2L), Quality.GOOD);
        assertThat(show("kiln-1/_historian/temperature", 1_000_000, Value.of(1L), Quality.GOOD))
                .isFalse();
        assertThat(latest("kiln-1/_historian/temperature").value()).isEqualTo(Value.of(2L));
    }

    @Test
    void aDeviceWhoseClockRanAheadDoesNotKeepAnOldValueGreen() {
        // given a value of a clock that is five minutes ahead
        live.show(topic("kiln-1/_historian/t"), value(300_000_000, Value.of(1L), Quality.GOOD, 1_000_000));
        // when the device dies and the hub says so by its own clock
        live.show(topic("kiln-1/_historian/t"), value(2_000_000, null, Quality.BAD_NO_COMMUNICATION, 2_000_000));
        // then that is what shows
        assertThat(latest("kiln-1/_historian/t").quality()).isEqualTo(Quality.BAD_NO_COMMUNICATION);
        assertThat(live.tag(PLANT + "kiln-1/_historian/t")
                        .orElseThrow()
                        .lastGood()
                        .value())
                .isEqualTo(Value.of(1L));
    }

    @Test
    void refusesTopicsBeyondItsLimitAndGoesOnWithTheKnownOnes() {
        for (int i = 0; i < 103; i++) {
            show("kiln-1/_historian/tag-" + i, 1, Value.of(1L), Quality.GOOD);
        }
        assertThat(live.size()).isEqualTo(100);
        assertThat(live.refused()).isEqualTo(3);
        assertThat(live.declare(topic("kiln-1/_historian/another"))).isNull();
        assertThat(show("kiln-1/_historian/tag-5", 2, Value.of(7L), Quality.GOOD))
                .isTrue();
        assertThat(live.root().tags()).isEqualTo(100);
    }

    @Test
    void ofTextItKeepsTheChangesAndOfEventsEach() {
        for (int i = 0; i < 60; i++) {
            show("kiln-1/_historian/state", i, Value.of(i / 2 % 2 == 0 ? "run" : "stop"), Quality.GOOD);
        }
        LiveTag tag = live.tag(PLANT + "kiln-1/_historian/state").orElseThrow();
        assertThat(tag.recent()).hasSize(LiveTag.RECENT);
        assertThat(tag.recent().get(0).timestampMicros()).isEqualTo(58);
        assertThat(tag.recent().get(1).timestampMicros()).isEqualTo(56);
        show("kiln-1/_historian/number", 1, Value.of(1L), Quality.GOOD);
        assertThat(live.tag(PLANT + "kiln-1/_historian/number").orElseThrow().recent())
                .isEmpty();
    }

    @Test
    void theSameSampleFromHistoryAndFromTheLogIsOneChange() {
        Topic topic = topic("kiln-1/_historian/state");
        live.show(
                topic,
                new LiveValue(LiveValue.Kind.SAMPLE, 5, true, Value.of("run"), Quality.GOOD, null, null, false, null));
        live.show(topic, value(5, Value.of("run"), Quality.GOOD, 6));
        assertThat(live.tag(topic.path()).orElseThrow().recent()).hasSize(1);
    }

    @Test
    void longTextIsCutWithoutSplittingACharacter() {
        String text = "x".repeat(LiveValue.MAX_TEXT - 1) + "\uD83D\uDE00 and more";
        LiveValue cut = value(1, Value.of(text), Quality.GOOD, 1);
        assertThat(cut.cut()).isTrue();
        assertThat(((Value.Text) cut.value()).value()).hasSize(LiveValue.MAX_TEXT - 1);
    }

    @Test
    void anOnlookerGetsThePresentThenEachChangedTagOnce() {
        show("kiln-1/_historian/a", 1, Value.of(1L), Quality.GOOD);
        show("kiln-2/_historian/b", 1, Value.of(1L), Quality.GOOD);
        LiveSubscription subscription = live.subscribe(topic -> topic.contains("kiln-1"), 10);
        assertThat(subscription.take(10)).extracting(tag -> tag.topic().tag()).containsExactly("a");
        assertThat(subscription.take(10)).isEmpty();

        for (int i = 2; i < 50; i++) {
            show("kiln-1/_historian/a", i, Value.of((long) i), Quality.GOOD);
            show("kiln-2/_historian/b", i, Value.of((long) i), Quality.GOOD);
        }
        show("kiln-1/_historian/new", 1, Value.of(1L), Quality.GOOD);
        List<LiveTag> changed = new ArrayList<>(subscription.take(1));
        changed.addAll(subscription.take(10));
        assertThat(changed).extracting(tag -> tag.topic().tag()).containsExactlyInAnyOrder("a", "new");
        assertThat(latest("kiln-1/_historian/a").value()).isEqualTo(Value.of(49L));

        subscription.close();
        show("kiln-1/_historian/a", 60, Value.of(60L), Quality.GOOD);
        assertThat(subscription.take(10)).isEmpty();
        assertThat(live.subscriptions()).isZero();
    }

    @Test
    void anOnlookerWhoWantsTooMuchIsToldAndTheRestIsNotFollowed() {
        for (int i = 0; i < 5; i++) {
            show("kiln-1/_historian/tag-" + i, 1, Value.of(1L), Quality.GOOD);
        }
        try (LiveSubscription subscription = live.subscribe(topic -> true, 3)) {
            assertThat(subscription.isOverflown()).isTrue();
            assertThat(subscription.size()).isEqualTo(3);
        }
    }

    @Test
    void noChangeIsMissedWhileOthersWriteAndLook() throws Exception {
        // given a writer at full speed and an onlooker that takes as it goes
        Topic topic = topic("kiln-1/_historian/a");
        live.declare(topic);
        CountDownLatch done = new CountDownLatch(1);
        Thread writer = new Thread(() -> {
            for (int i = 1; i <= 200_000; i++) {
                live.show(topic, value(i, Value.of((long) i), Quality.GOOD, i));
            }
            done.countDown();
        });
        try (LiveSubscription subscription = live.subscribe(any -> true, 10)) {
            writer.start();
            long seen = 0;
            boolean finished = false;
            while (!finished) {
                finished = done.getCount() == 0;
                for (LiveTag tag : subscription.take(10)) {
                    LiveValue now = tag.latest();
                    seen = now == null ? seen : now.timestampMicros();
                }
            }
            // then the last value is the one it ends with
            assertThat(seen).isEqualTo(200_000);
        }
        writer.join();
    }

    @Test
    void placesOutsideTheRootOrBelowNothingAreUnknown() {
        show("kiln-1/_historian/a", 1, Value.of(1L), Quality.GOOD);
        assertThat(live.node("other/v1")).isNull();
        assertThat(live.node("umh/v1/works/nowhere/at/all")).isNull();
        assertThat(live.node("umh/v1")).isSameAs(live.root());
        assertThat(live.node("umh/v1/")).isNull();
    }

    private boolean show(String name, long micros, Value value, Quality quality) {
        return live.show(topic(name), value(micros, value, quality, 1_000_000_000));
    }

    private LiveValue latest(String name) {
        return live.tag(PLANT + name).orElseThrow().latest();
    }

    private static Topic topic(String name) {
        return NAMESPACE.parse(PLANT + name);
    }

    private static LiveValue value(long micros, Value value, Quality quality, long receivedMicros) {
        return new LiveValue(
                LiveValue.Kind.SAMPLE,
                micros,
                true,
                value,
                quality,
                null,
                null,
                false,
                new LiveValue.Origin(
                        new LogPartition(LogTopic.SAMPLES, 0),
                        1,
                        1,
                        Map.of("mr-received", Long.toString(receivedMicros))));
    }
}
