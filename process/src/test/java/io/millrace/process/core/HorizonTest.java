package io.millrace.process.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.model.Quality;
import io.millrace.model.Topic;
import io.millrace.model.Value;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.assertj.core.groups.Tuple;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HorizonTest {

    private static final Topic PIECES = Sums.NAMESPACE.parse("umh/v1/a/_historian/pieces");
    private static final Topic OTHER = Sums.NAMESPACE.parse("umh/v1/a/_historian/other");
    private static final long LATENESS = 10_000;
    private static final int MOST = 1000;

    private final Sums rule = new Sums();
    private final Told told = new Told();
    private final Horizon<Sums.State> horizon = new Horizon<>(rule, LATENESS, MOST, Head.begin(rule), List.of());

    private static Input pieces(long time, long count) {
        return Input.of("pieces", PIECES, time, Content.of(Value.of(count)));
    }

    private Taken take(Input input) {
        Taken taken = horizon.take(input, input.timestampMicros());
        told.hear(taken.emissions());
        return taken;
    }

    private long sumAt(long time) {
        Content content = told.truth().get(new Identity(Sums.SUM.path(), time, ""));
        assertThat(content).isInstanceOf(Content.Measured.class);
        return ((Value.Whole) ((Content.Measured) content).value()).value();
    }

    @Test
    void inputsInOrderAreToldOnceAndAtOnce() {
        assertThat(take(pieces(100, 1)).fate()).isEqualTo(Taken.Fate.IN_ORDER);
        Taken second = take(pieces(200, 2));

        assertThat(second.emissions()).hasSize(1);
        assertThat(second.emissions().get(0).revision()).isZero();
        assertThat(second.emissions().get(0).from()).containsExactly(new Identity(PIECES.path(), 200, ""));
        assertThat(sumAt(200)).isEqualTo(3);
    }

    @Test
    void aLateInputIsPutInItsPlaceAndWhatFollowedIsCorrected() {
        take(pieces(100, 1));
        take(pieces(300, 4));

        Taken late = take(pieces(200, 2));

        assertThat(late.fate()).isEqualTo(Taken.Fate.LATE);
        assertThat(late.emissions())
                .extracting(emission -> emission.output().timestampMicros(), Emission::revision)
                .containsExactly(Tuple.tuple(200L, 0L), Tuple.tuple(300L, 1L));
        assertThat(sumAt(100)).isEqualTo(1);
        assertThat(sumAt(200)).isEqualTo(3);
        assertThat(sumAt(300)).isEqualTo(7);
    }

    @Test
    void correctionsAreNumberedByTheLogsTimeSoThatOneMoreThanAnEarlierNumberIsLessThanTheNext() {
        take(pieces(100, 1));
        take(pieces(300, 4));

        Taken first = horizon.take(pieces(200, 2), 5_000_000);
        Taken atOnce = horizon.take(pieces(250, 2), 5_000_000);
        Taken later = horizon.take(pieces(260, 2), 5_010_000);

        // in milliseconds; of one time one more
        assertThat(first.emissions().get(1).revision()).isEqualTo(5_000);
        assertThat(atOnce.emissions().get(1).revision()).isEqualTo(5_001);
        assertThat(later.emissions().get(1).revision()).isEqualTo(5_010);
    }

    @Test
    void whatFollowedFromSilenceIsTakenBackWhenItWasNone() {
        take(pieces(100, 1));
        told.hear(horizon.advance(5000));
        assertThat(told.truth()).containsKey(new Identity(Sums.QUIET.path(), 1100, ""));

        take(pieces(1000, 1));

        assertThat(told.truth())
                .doesNotContainKey(new Identity(Sums.QUIET.path(), 1100, ""))
                .containsKey(new Identity(Sums.QUIET.path(), 2000, ""));
    }

    @Test
    void whatWasTakenBackAndIsSaidAgainIsACorrection() {
        take(pieces(100, 1));
        told.hear(horizon.advance(5000));
        take(pieces(1000, 1));
        Input gone = new Input("pieces", PIECES, 1000, "", 1, Content.RETRACTED);

        Taken taken = take(gone);

        assertThat(taken.emissions())
                .filteredOn(emission -> emission.output().identity().equals(new Identity(Sums.QUIET.path(), 1100, "")))
                .extracting(Emission::revision)
                .allSatisfy(revision -> assertThat(revision).isPositive());
        assertThat(told.truth()).containsKey(new Identity(Sums.QUIET.path(), 1100, ""));
    }

    @Test
    void whatWasTakenBackAndIsSaidAgainInOrderIsACorrectionToo() {
        take(pieces(100, 1));
        told.hear(horizon.advance(1200));
        take(pieces(1150, 0)); // there was no silence, so far
        Input gone = new Input("pieces", PIECES, 1150, "", 1, Content.RETRACTED);
        take(gone);

        assertThat(told.truth()).containsKey(new Identity(Sums.QUIET.path(), 1100, ""));
        take(pieces(1050, 0));
        take(new Input("pieces", PIECES, 1050, "", 1, Content.RETRACTED));
        told.hear(horizon.advance(9000));
        assertThat(told.truth()).containsKey(new Identity(Sums.QUIET.path(), 1100, ""));
    }

    @Test
    void theSameInputTwiceCountsOnce() {
        take(pieces(100, 1));
        take(pieces(200, 1));

        assertThat(take(pieces(100, 1)).fate()).isEqualTo(Taken.Fate.DUPLICATE);
        assertThat(take(pieces(200, 9)).fate()).isEqualTo(Taken.Fate.DUPLICATE);
        assertThat(sumAt(200)).isEqualTo(2);
    }

    @Test
    void aCorrectedInputReplacesWhatItCorrects() {
        take(pieces(100, 1));
        take(pieces(200, 1));

        take(new Input("pieces", PIECES, 100, "", 1, Content.of(Value.of(5))));

        assertThat(sumAt(100)).isEqualTo(5);
        assertThat(sumAt(200)).isEqualTo(6);
    }

    @Test
    void aRetractedInputIsAsIfItHadNeverCome() {
        take(pieces(100, 1));
        take(pieces(200, 2));

        take(new Input("pieces", PIECES, 100, "", 1, Content.RETRACTED));

        assertThat(told.truth()).doesNotContainKey(new Identity(Sums.SUM.path(), 100, ""));
        assertThat(sumAt(200)).isEqualTo(2);
    }

    @Test
    void aRetractionOfNothingChangesNothing() {
        take(pieces(100, 1));

        Input nothing = new Input("pieces", PIECES, 500, "", 1, Content.RETRACTED);

        assertThat(take(nothing).fate()).isEqualTo(Taken.Fate.DUPLICATE);
    }

    @Test
    void anInputThatCannotBeUsedIsRefusedAndTheRestGoesOn() {
        take(pieces(100, 1));

        Taken refused = take(pieces(200, -1));

        assertThat(refused.fate()).isEqualTo(Taken.Fate.REFUSED);
        assertThat(refused.refused())
                .singleElement()
                .satisfies(one -> assertThat(one.problem().code()).isEqualTo("value-refused"));
        take(pieces(300, 2));
        assertThat(sumAt(300)).isEqualTo(3);
    }

    @Test
    void aLateInputThatCannotBeUsedChangesNothing() {
        take(pieces(100, 1));
        take(pieces(300, 2));

        Taken refused = take(pieces(200, -1));

        assertThat(refused.fate()).isEqualTo(Taken.Fate.REFUSED);
        assertThat(refused.emissions()).isEmpty();
        take(pieces(400, 1));
        assertThat(sumAt(400)).isEqualTo(4);
    }

    @Test
    void aBadInputIsRefusedToo() {
        Input bad = Input.of("pieces", PIECES, 100, new Content.Measured(null, Quality.BAD));

        assertThat(take(bad).fate()).isEqualTo(Taken.Fate.REFUSED);
    }

    @Test
    void whatComesAfterAllIsSettledChangesNothingAndSaysSo() {
        for (long time = 1; time <= 200; time++) {
            take(pieces(time * 1000, 1));
        }

        assertThat(take(pieces(1500, 1)).fate()).isEqualTo(Taken.Fate.TOO_LATE);
        assertThat(horizon.held()).isLessThan(60);
    }

    @Test
    void aClockThatRunsAheadDoesNotMakeTheOthersLate() {
        long now = 1_000_000;
        horizon.take(pieces(now, 1), now);
        horizon.take(Input.of("pieces", OTHER, now + 3_600_000_000L, Content.of(Value.of(1))), now);

        for (int i = 1; i <= 100; i++) {
            Taken taken = horizon.take(pieces(now + i, 1), now + i);
            assertThat(taken.fate()).isNotIn(Taken.Fate.TOO_LATE, Taken.Fate.REFUSED);
        }
    }

    @Test
    void nothingSettlesWhileOthersAreStillToCome() {
        for (long time = 1; time <= 500; time++) {
            told.hear(horizon.take(pieces(time * 1000, 1), Long.MIN_VALUE).emissions());
        }
        assertThat(horizon.take(pieces(1500, 1), Long.MIN_VALUE).fate()).isEqualTo(Taken.Fate.LATE);

        horizon.take(pieces(600_000, 1), 600_000);

        assertThat(horizon.held()).isLessThan(60);
    }

    @Test
    void noMoreIsHeldThanAllowed() {
        Horizon<Sums.State> small = new Horizon<>(rule, Long.MAX_VALUE / 2, 50, Head.begin(rule), List.of());

        for (long time = 1; time <= 1000; time++) {
            told.hear(small.take(pieces(time, 1), time).emissions());
            assertThat(small.held()).isLessThanOrEqualTo(50);
        }

        assertThat(sumAt(1000)).isEqualTo(1000);
    }

    @Test
    void inputsOfOneTimeSettleTogether() {
        Horizon<Sums.State> none = new Horizon<>(rule, 0, 40, Head.begin(rule), List.of());
        for (int i = 0; i < 100; i++) {
            Topic topic = Sums.NAMESPACE.parse("umh/v1/a/_historian/t" + (1000 + i));
            Taken taken = none.take(Input.of("pieces", topic, i / 50, Content.of(Value.of(1))), i / 50);
            assertThat(taken.fate()).isNotEqualTo(Taken.Fate.TOO_LATE);
            told.hear(taken.emissions());
        }
        assertThat(sumAt(1)).isEqualTo(100);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void neitherOrderOfArrivalNorRestartsNorTheClockChangeWhatIsTrueInTheEnd(long seed) throws IOException {
        Random random = new Random(seed);
        List<Input> inputs = new ArrayList<>();
        long time = 0;
        for (int i = 0; i < 300; i++) {
            time += random.nextInt(4) == 0 ? random.nextInt(3000) : random.nextInt(30);
            // two topics at one time now and then, one topic never
            Topic topic = i % 2 == 0 ? PIECES : OTHER;
            time += topic == PIECES ? 1 : 0;
            inputs.add(Input.of("pieces", topic, time, Content.of(Value.of(random.nextInt(20) - 1))));
        }
        Map<Identity, Content> expected = run(inputs, time + 5000, null);

        List<Input> shuffled = new ArrayList<>(inputs);
        // nobody is later than the horizon reaches
        for (int i = 0; i + 10 <= shuffled.size(); i += 5) {
            Collections.shuffle(shuffled.subList(i, i + 10), random);
        }
        for (int i = 0; i < 30; i++) {
            shuffled.add(random.nextInt(shuffled.size()), shuffled.get(random.nextInt(shuffled.size())));
        }

        assertThat(run(shuffled, time + 5000, random).equals(expected)).isTrue();
    }

    /** Runs inputs; with chance, also restarts from what was kept and lets the clock run now and then. */
    private Map<Identity, Content> run(List<Input> inputs, long end, @Nullable Random chance) throws IOException {
        Told ear = new Told();
        long lateness = 1_000_000;
        InputCodec codec = new InputCodec(Sums.NAMESPACE);
        Horizon<Sums.State> one = new Horizon<>(rule, lateness, MOST, Head.begin(rule), List.of());
        List<Input> kept = new ArrayList<>();
        Head<Sums.State> head = one.head();
        for (Input input : inputs) {
            Taken taken = one.take(input, end);
            ear.hear(taken.emissions());
            if (taken.fate() == Taken.Fate.IN_ORDER || taken.fate() == Taken.Fate.LATE) {
                kept.add(throughBytes(codec, input));
            }
            if (chance != null && chance.nextInt(10) == 0) {
                ear.hear(one.advance(input.timestampMicros() + chance.nextInt(4000)));
            }
            if (one.headChanged()) {
                head = throughBytes(one.head());
                long settledTo = head.settledTo();
                kept.removeIf(old -> old.timestampMicros() <= settledTo);
            }
            if (chance != null && chance.nextInt(20) == 0) {
                one = new Horizon<>(rule, lateness, MOST, head, kept);
            }
        }
        ear.hear(one.advance(end));
        return ear.truth();
    }

    private static Input throughBytes(InputCodec codec, Input input) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        codec.write(input, null, new DataOutputStream(bytes));
        return codec.read(null, new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
    }

    private Head<Sums.State> throughBytes(Head<Sums.State> head) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        head.write(rule.codec(), new DataOutputStream(bytes));
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes.toByteArray()));
        assertThat(Head.isOf(rule.codec(), in)).isTrue();
        return Head.read(rule.codec(), in);
    }
}
