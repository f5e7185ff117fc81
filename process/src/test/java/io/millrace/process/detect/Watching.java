package io.millrace.process.detect;

import io.millrace.model.Namespace;
import io.millrace.model.Quality;
import io.millrace.model.Value;
import io.millrace.process.Plan;
import io.millrace.process.Setting;
import io.millrace.process.core.Content;
import io.millrace.process.core.Head;
import io.millrace.process.core.Horizon;
import io.millrace.process.core.Identity;
import io.millrace.process.core.Input;
import io.millrace.process.core.Place;
import io.millrace.process.core.Processor;
import io.millrace.process.core.Taken;
import io.millrace.process.core.Told;
import io.millrace.process.detect.DetectOptions.BandOptions;
import io.millrace.process.detect.DetectOptions.Combine;
import io.millrace.process.detect.DetectOptions.CusumOptions;
import io.millrace.process.detect.DetectOptions.EwmaOptions;
import io.millrace.process.detect.DetectOptions.ZScoreOptions;
import java.time.Duration;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A detector at one place with what was heard of it. Times in seconds. */
final class Watching {

    static final Namespace NAMESPACE = new Namespace("umh/v1");
    static final Setting SETTING = new Setting("health", NAMESPACE, "works/line-1", ZoneId.of("Europe/Brussels"));
    static final String HERE = "umh/v1/works/line-1/_historian/";
    static final double SECOND = 1e6;

    final Processor<Object> processor;
    final Horizon<Object> horizon;
    final Told told = new Told();

    @SuppressWarnings("unchecked")
    Watching(Options options) {
        Plan plan = new DetectKind().plan(options.build(), SETTING);
        processor = (Processor<Object>) plan.rule().apply(new Place(NAMESPACE, "works/line-1"));
        horizon = new Horizon<>(processor, micros(1e6), 10_000, Head.begin(processor), List.of());
    }

    /** Options with what a test does not speak of left at its default. */
    static final class Options {
        @Nullable
        String input = "_historian/x";

        final Map<String, String> inputs = new LinkedHashMap<>();

        @Nullable
        ZScoreOptions zScore;

        @Nullable
        EwmaOptions ewma;

        @Nullable
        CusumOptions cusum;

        @Nullable
        BandOptions band;

        double minSigma;
        double clearAt = 1;
        Duration onDelay = Duration.ZERO;
        Duration offDelay = Duration.ZERO;

        @Nullable
        Duration gap;

        Combine combine = Combine.EACH;
        List<String> tags = List.of("score", "anomaly", "expected", "low", "high");
        int relearn;
        String output = "health";

        static Options zScore(int window, double limit, int warmUp) {
            Options options = new Options();
            options.zScore = new ZScoreOptions(window, limit, warmUp);
            return options;
        }

        static Options ewma(double lambda, double limit, double mean, double sigma) {
            Options options = new Options();
            options.ewma = new EwmaOptions(lambda, limit, 100, mean, sigma);
            return options;
        }

        static Options cusum(double k, double h, double mean, double sigma) {
            Options options = new Options();
            options.cusum = new CusumOptions(k, h, 100, mean, sigma);
            return options;
        }

        static Options learntEwma(int warmUp) {
            Options options = new Options();
            options.ewma = new EwmaOptions(0.2, 3, warmUp, null, null);
            return options;
        }

        static Options learntCusum(int warmUp) {
            Options options = new Options();
            options.cusum = new CusumOptions(0.5, 5, warmUp, null, null);
            return options;
        }

        static Options band(Duration season, Duration step, double rate) {
            Options options = new Options();
            options.band = new BandOptions(season, step, 3, 2, rate, 0, rate);
            return options;
        }

        /** Several inputs instead of the one. */
        Options several(Combine how, String... names) {
            input = null;
            combine = how;
            tags = how == Combine.MAX ? List.of("score", "anomaly", "worst") : tags;
            for (String name : names) {
                inputs.put(name, "_historian/" + name);
            }
            return this;
        }

        Options delays(int onSeconds, int offSeconds) {
            onDelay = Duration.ofSeconds(onSeconds);
            offDelay = Duration.ofSeconds(offSeconds);
            return this;
        }

        Options gap(int seconds) {
            gap = Duration.ofSeconds(seconds);
            return this;
        }

        Options minSigma(double least) {
            minSigma = least;
            return this;
        }

        Options clearAt(double share) {
            clearAt = share;
            return this;
        }

        DetectOptions build() {
            return new DetectOptions(
                    input, inputs, zScore, ewma, cusum, band, minSigma, clearAt, onDelay, offDelay, gap, combine, tags,
                    relearn, output);
        }
    }

    static long micros(double seconds) {
        return Math.round(seconds * SECOND);
    }

    static Input input(String name, double seconds, Content content) {
        return Input.of(name.equals("x") ? "input" : name, NAMESPACE.parse(HERE + name), micros(seconds), content);
    }

    static Input input(String name, double seconds, double value) {
        return input(name, seconds, Content.of(Value.of(value)));
    }

    Taken take(Input input) {
        Taken taken = horizon.take(input, input.timestampMicros());
        told.hear(taken.emissions());
        return taken;
    }

    Taken take(double seconds, double value) {
        return take(input("x", seconds, value));
    }

    Taken take(String name, double seconds, double value) {
        return take(input(name, seconds, value));
    }

    Taken bad(double seconds, Quality quality) {
        return take(input("x", seconds, bad(quality)));
    }

    void passTo(double seconds) {
        told.hear(horizon.advance(micros(seconds)));
    }

    /** One value each second from second 1 on. */
    Watching series(double... values) {
        for (int i = 0; i < values.length; i++) {
            take(i + 1, values[i]);
        }
        return this;
    }

    /** What is true of a time on a tag below the output; null when nothing was said of it. */
    @Nullable
    Content at(String tag, double seconds) {
        return told.truth().get(new Identity(HERE + "health/" + tag, micros(seconds), ""));
    }

    double number(String tag, double seconds) {
        return at(tag, seconds) instanceof Content.Measured measured && measured.value() instanceof Value.Real real
                ? real.value()
                : Double.NaN;
    }

    static Content bad(Quality quality) {
        return new Content.Measured(null, quality);
    }
}
