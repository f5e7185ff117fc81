package io.millrace.score;

import io.millrace.model.Problem;
import io.millrace.model.settings.DefaultsTo;
import io.millrace.model.settings.Described;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a person writes about a {@code score}. */
@Described("Asks a trained model (ONNX) about tags, and tells its answers as tags.")
public record ScoreOptions(
        @Described("The file of the model, relative to the site file.")
        Path model,

        @Described("The tags it is asked about: a name for each, and the topic below the location.")
        Map<String, String> inputs,

        @Described("What the model is given, in its order. Absent: the last value of each input, in their order.")
        @DefaultsTo("[]")
        List<FeaturePart> features,

        @Described("What it answers: the tag below _historian, and the name of the model's output, with [n] for one of"
                + " several numbers, as in 'probabilities[1]'.")
        Map<String, String> outputs,

        @Described("The input that makes it be asked. Absent: each time any of them comes.") @Nullable
        String trigger,

        @Described("The answer is Bad_NoData when an input is older than this.") @Nullable
        Duration staleAfter) {

    private static final Duration LONGEST = Duration.ofDays(366);

    /** One number that a model is given. */
    public record FeaturePart(
            @Described("The name of the input.") String input,

            @Described("last: the last value. mean, std, min, max: of the last values. change: the last one minus the"
                    + " first of them.")
            @DefaultsTo("last")
            Of of,

            @Described("How many values it looks back on, 2 to 1000.") @DefaultsTo("20")
            int over) {
        public FeaturePart {
            if (over < 2 || over > 1000) {
                throw Problem.of("score-settings", "'over' is " + over + " values.", "Use 2 to 1000.")
                        .asException();
            }
        }
    }

    /** What is made of the last values of an input. */
    public enum Of {
        LAST,
        MEAN,
        STD,
        MIN,
        MAX,
        CHANGE
    }

    public ScoreOptions {
        inputs = Collections.unmodifiableMap(new LinkedHashMap<>(inputs));
        features = List.copyOf(features);
        outputs = Collections.unmodifiableMap(new LinkedHashMap<>(outputs));
        if (staleAfter != null
                && (staleAfter.isZero() || staleAfter.isNegative() || staleAfter.compareTo(LONGEST) > 0)) {
            throw Problem.of(
                            "score-settings",
                            "'staleAfter' is " + staleAfter + ".",
                            "Use a time such as 1min, 366d at most.")
                    .asException();
        }
    }
}
