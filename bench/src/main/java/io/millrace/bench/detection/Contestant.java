package io.millrace.bench.detection;

import io.millrace.process.detect.DetectOptions;
import io.millrace.process.detect.DetectOptions.BandOptions;
import io.millrace.process.detect.DetectOptions.Combine;
import io.millrace.process.detect.DetectOptions.CusumOptions;
import io.millrace.process.detect.DetectOptions.EwmaOptions;
import io.millrace.process.detect.DetectOptions.ZScoreOptions;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A method with its parameters. They were chosen before anything was measured: once the defaults of the program, and once
 * with every limit doubled and an anomaly that has to last for ten samples. Nothing was fitted to the labels. What a chart
 * learns are the rows that the publishers name for it.
 */
enum Contestant {
    Z_SCORE("z-score", false),
    EWMA("EWMA", false),
    CUSUM("CUSUM", false),
    BAND("band", false),
    Z_SCORE_CAUTIOUS("z-score, cautious", true),
    EWMA_CAUTIOUS("EWMA, cautious", true),
    CUSUM_CAUTIOUS("CUSUM, cautious", true),
    BAND_CAUTIOUS("band, cautious", true);

    private static final int LASTS = 10;
    private static final int MICROS_PER_MILLI = 1000;

    private final String title;
    private final boolean cautious;

    Contestant(String title, boolean cautious) {
        this.title = title;
        this.cautious = cautious;
    }

    String title() {
        return title;
    }

    /** The options for a recording; null for a band where nothing comes again, as in experiments of twenty minutes. */
    @Nullable
    DetectOptions options(Recording recording) {
        boolean band = this == BAND || this == BAND_CAUTIOUS;
        boolean one = recording.columns().size() == 1;
        if (band && !one) {
            return null;
        }
        Map<String, String> inputs = new LinkedHashMap<>();
        for (int i = 0; i < recording.columns().size() && !one; i++) {
            inputs.put(Run.role(i), "_historian/" + Run.role(i));
        }
        double times = cautious ? 2 : 1;
        int learns = recording.probation();
        return new DetectOptions(
                one ? "_historian/input" : null,
                inputs,
                this == Z_SCORE || this == Z_SCORE_CAUTIOUS ? new ZScoreOptions(100, 3 * times, 30) : null,
                this == EWMA || this == EWMA_CAUTIOUS ? new EwmaOptions(0.2, 3 * times, learns, null, null) : null,
                this == CUSUM || this == CUSUM_CAUTIOUS ? new CusumOptions(0.5, 5 * times, learns, null, null) : null,
                band ? new BandOptions(Duration.ofDays(1), Duration.ofHours(1), 3 * times, 2, 0.1, 0, 0.1) : null,
                0,
                0.8,
                cautious ? Duration.ofMillis(LASTS * step(recording) / MICROS_PER_MILLI) : Duration.ZERO,
                Duration.ZERO,
                null,
                one ? Combine.EACH : Combine.MAX,
                List.of("anomaly"),
                0,
                "unusual");
    }

    /** The usual time between two rows, microseconds. */
    private static long step(Recording recording) {
        long[] steps = new long[recording.rows().size() - 1];
        for (int i = 0; i < steps.length; i++) {
            steps[i] = recording.rows().get(i + 1).micros()
                    - recording.rows().get(i).micros();
        }
        Arrays.sort(steps);
        return steps[steps.length / 2];
    }
}
