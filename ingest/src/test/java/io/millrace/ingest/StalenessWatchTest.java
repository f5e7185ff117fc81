package io.millrace.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class StalenessWatchTest {

    private static final long SECOND = 1_000_000_000L;

    private final LiveTag<FakeDevice.Address> impatient = live(Bench.subscribed("a", Duration.ofSeconds(2)));
    private final LiveTag<FakeDevice.Address> patient = live(Bench.subscribed("b", Duration.ofSeconds(8)));
    private final StalenessWatch<FakeDevice.Address> watch = new StalenessWatch<>(List.of(impatient, patient));

    @Test
    void isFoundOnceForEachTag() {
        watch.restart(0);
        assertThat(watch.look(SECOND)).isEmpty();
        assertThat(watch.look(2 * SECOND)).containsExactly(impatient);
        assertThat(watch.look(3 * SECOND)).isEmpty();
        assertThat(watch.allSilent()).isFalse();
        assertThat(watch.look(8 * SECOND)).containsExactly(patient);
        assertThat(watch.allSilent()).isTrue();
    }

    @Test
    void endsWhenTheTagIsHeard() {
        watch.restart(0);
        watch.look(8 * SECOND);
        watch.heard(patient, 8 * SECOND);
        assertThat(watch.allSilent()).isFalse();
        assertThat(watch.look(9 * SECOND)).isEmpty();
        assertThat(watch.look(16 * SECOND)).containsExactly(patient);
    }

    @Test
    void aTagWithoutLimitKeepsItsConnectionFromBeingSilent() {
        LiveTag<FakeDevice.Address> free = live(Bench.subscribed("c"));
        StalenessWatch<FakeDevice.Address> mixed = new StalenessWatch<>(List.of(impatient, free));
        mixed.restart(0);
        assertThat(mixed.look(9 * SECOND)).containsExactly(impatient);
        assertThat(mixed.allSilent()).isFalse();
    }

    @Test
    void aPolledTagHasThreeIntervalsOrTheTimeout() {
        assertThat(live(Bench.polled("", "p", Duration.ofSeconds(1))).silenceNanos)
                .isEqualTo(4 * SECOND);
        assertThat(live(Bench.polled("", "p", Duration.ofSeconds(10))).silenceNanos)
                .isEqualTo(30 * SECOND);
    }

    private LiveTag<FakeDevice.Address> live(Tag<FakeDevice.Address> tag) {
        return new LiveTag<>(0, tag, new ReadingFilter(0), Duration.ofSeconds(4), false);
    }
}
