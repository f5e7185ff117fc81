package io.millrace.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connector.Reading;
import io.millrace.ingest.ReadingFilter.Word;
import io.millrace.model.Quality;
import io.millrace.model.Value;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReadingFilterTest {

    private static final long START = 1_000_000;
    private static final long NOTHING = ReadingFilter.NOTHING_NEW;
    private static final long NO_TIME = ReadingFilter.NO_TIME;

    private final ReadingFilter filter = new ReadingFilter(START);

    @Test
    void keepsTheDeviceTime() {
        assertThat(filter.reading(good(1), START + 50, START + 60)).isEqualTo(START + 50);
    }

    @Test
    void doesNotWriteTheSameReadingTwice() {
        filter.reading(good(1), START + 50, START + 60);
        assertThat(filter.reading(good(1), START + 50, START + 99)).isEqualTo(NOTHING);
        assertThat(filter.reading(good(1), START + 70, START + 99)).isEqualTo(START + 70);
    }

    @Test
    void aChangedValueUnderAUsedTimeTakesTheReceivedTime() {
        filter.reading(good(1), START + 50, START + 60);
        assertThat(filter.reading(good(2), START + 50, START + 80)).isEqualTo(START + 80);
    }

    @Test
    void aChangedQualityUnderAUsedTimeTakesTheReceivedTime() {
        filter.reading(good(1), START + 50, START + 60);
        Reading uncertain = new Reading(Value.of(1), Quality.UNCERTAIN, null, null, null);
        assertThat(filter.reading(uncertain, START + 50, START + 80)).isEqualTo(START + 80);
    }

    @Test
    void readingsWithoutDeviceTimeAreSamplesOfTheirOwn() {
        assertThat(filter.reading(good(1), NO_TIME, START + 60)).isEqualTo(START + 60);
        assertThat(filter.reading(good(1), NO_TIME, START + 70)).isEqualTo(START + 70);
        assertThat(filter.reading(good(2), NO_TIME, START + 70)).isEqualTo(START + 71);
    }

    @Test
    void aBadReadingWithoutValueIsWrittenOnce() {
        Reading bad = Reading.bad(Quality.BAD_SENSOR_FAILURE, "");
        assertThat(filter.reading(bad, START + 50, START + 60)).isEqualTo(START + 50);
        assertThat(filter.reading(bad, START + 70, START + 80)).isEqualTo(NOTHING);
        assertThat(filter.reading(Reading.bad(Quality.BAD_TIMEOUT, ""), NO_TIME, START + 90))
                .isEqualTo(START + 90);
    }

    @Test
    void historyFromBeforeTheStartTakesTheReceivedTime() {
        assertThat(filter.reading(good(1), START - 5000, START + 60)).isEqualTo(START + 60);
        assertThat(filter.reading(good(1), START - 5000, START + 90)).isEqualTo(NOTHING);
    }

    @Test
    void theHubsWordComesAfterEverythingWritten() {
        filter.reading(good(1), START + 9000, START + 60); // a clock that runs ahead
        assertThat(filter.word(Word.LOST, Quality.BAD_NO_COMMUNICATION, START + 70))
                .isEqualTo(START + 9001);
    }

    @Test
    void aReadingAfterTheHubsWordComesAfterItThoughTheClockRunsAhead() {
        filter.reading(good(1), START + 9000, START + 60);
        filter.word(Word.LOST, Quality.BAD_NO_COMMUNICATION, START + 70);
        assertThat(filter.reading(good(1), START + 9000, START + 80)).isEqualTo(START + 9002);
    }

    @Test
    void aClockThatWasHoursAheadAndIsPutRightTakesItsSamplesBack() {
        long hours = 8L * 3600 * 1_000_000;
        assertThat(filter.reading(good(1), START + hours, START + 60)).isEqualTo(START + hours);
        assertThat(filter.reading(good(2), START + 90, START + 100)).isEqualTo(START + 100);
        assertThat(filter.reading(good(3), START + 190, START + 200)).isEqualTo(START + 190);
    }

    @Test
    void aReadingAfterTheHubsWordIsWrittenThoughUnchanged() {
        filter.reading(good(1), START + 50, START + 60);
        filter.word(Word.LOST, Quality.BAD_NO_COMMUNICATION, START + 70);
        assertThat(filter.reading(good(1), START + 50, START + 80)).isEqualTo(START + 80);
    }

    @Test
    void aLighterWordIsNotSaidAfterAHeavierOne() {
        assertThat(filter.word(Word.SILENT, Quality.BAD_NO_DATA, START + 10)).isEqualTo(START + 10);
        assertThat(filter.word(Word.SILENT, Quality.BAD_TIMEOUT, START + 20)).isEqualTo(NOTHING);
        assertThat(filter.word(Word.LOST, Quality.BAD_NO_COMMUNICATION, START + 30))
                .isEqualTo(START + 30);
        assertThat(filter.word(Word.LOST, Quality.BAD_NO_COMMUNICATION, START + 40))
                .isEqualTo(NOTHING);
        assertThat(filter.word(Word.SILENT, Quality.BAD_NO_DATA, START + 50)).isEqualTo(NOTHING);
        assertThat(filter.word(Word.STOPPED, Quality.BAD_OUT_OF_SERVICE, START + 60))
                .isEqualTo(START + 60);
    }

    @Test
    void aHeavierWordOfTheSameQualityIsNotSaidAgain() {
        filter.word(Word.SILENT, Quality.BAD_NO_COMMUNICATION, START + 10);
        assertThat(filter.word(Word.LOST, Quality.BAD_NO_COMMUNICATION, START + 30))
                .isEqualTo(NOTHING);
    }

    @Test
    void noIdentityIsUsedTwiceWhateverTheClocksDo() {
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            ReadingFilter any = new ReadingFilter(START);
            Set<Long> used = new HashSet<>();
            long now = START;
            // the device's clock is on a grid of its own, as clocks of devices are
            for (int i = 0; i < 500; i++) {
                now += random.nextInt(3) * 10;
                long device = START + 5 + 10L * random.nextInt(1000);
                long time = random.nextInt(10) == 0
                        ? any.word(Word.values()[random.nextInt(2)], Quality.BAD_NO_DATA, now)
                        : any.reading(good(random.nextInt(3)), random.nextInt(3) == 0 ? NO_TIME : device, now);
                if (time != NOTHING) {
                    assertThat(used.add(time)).as("seed %d step %d", seed, i).isTrue();
                }
            }
        }
    }

    private static Reading good(long value) {
        return Reading.good(Value.of(value));
    }
}
