package io.millrace.app.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class DiskForecastTest {

    private static final long SECOND = 1_000_000_000L;

    private final DiskForecast forecast = new DiskForecast();

    @Test
    void aSteadyRateGivesTheTimeThatIsLeft() {
        for (int second = 0; second <= 120; second += 10) {
            forecast.add(second * SECOND, 1_000_000 - second * 1_000L);
        }
        assertThat(forecast.untilFull()).contains(Duration.ofSeconds(880));
    }

    @Test
    void nobodyCanTellFromAFewSeconds() {
        forecast.add(0, 1_000_000);
        forecast.add(30 * SECOND, 500_000);

        assertThat(forecast.untilFull()).isEmpty();
    }

    @Test
    void aDiskThatDoesNotFillIsNeverFull() {
        for (int second = 0; second <= 120; second += 10) {
            forecast.add(second * SECOND, 1_000_000 + second);
        }
        assertThat(forecast.untilFull()).isEmpty();
    }

    @Test
    void whatWasLongAgoIsForgotten() {
        for (int second = 0; second <= 3_600; second += 10) {
            forecast.add(second * SECOND, second < 600 ? 10_000_000 - second * 10_000L : 4_000_000);
        }
        assertThat(forecast.untilFull()).isEmpty();
    }
}
