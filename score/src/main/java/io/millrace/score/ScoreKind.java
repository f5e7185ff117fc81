package io.millrace.score;

import io.millrace.model.Problem;
import io.millrace.model.ProblemException;
import io.millrace.model.Topic;
import io.millrace.process.Keying;
import io.millrace.process.Kind;
import io.millrace.process.MistakeException;
import io.millrace.process.Plan;
import io.millrace.process.Setting;
import io.millrace.process.Source;
import io.millrace.process.core.Place;
import io.millrace.process.core.Processor;
import io.millrace.score.ScoreOptions.FeaturePart;
import io.millrace.score.ScoreOptions.Of;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** {@code score}: a trained model, in ONNX form, run beside the hub's own rules. Thread-safe. */
public final class ScoreKind implements Kind<ScoreOptions> {

    private static final int MOST_INPUTS = 64;
    private static final int MOST_FEATURES = 1024;
    private static final int MOST_OUTPUTS = 32;
    private static final int NANOS_PER_MICRO = 1000;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,63}");

    @Override
    public String name() {
        return "score";
    }

    @Override
    public String sentence() {
        return "Asks a trained model, an ONNX file beside the site file, about the last values of tags.";
    }

    @Override
    public Class<ScoreOptions> optionsType() {
        return ScoreOptions.class;
    }

    @Override
    public Plan plan(ScoreOptions options, Setting setting) {
        List<String> names = List.copyOf(options.inputs().keySet());
        checkSizes(options);
        List<Feature> features = features(options, names);
        int trigger = options.trigger() == null ? -1 : names.indexOf(options.trigger());
        if (options.trigger() != null && trigger < 0) {
            throw noInput("trigger", options.trigger(), names);
        }
        List<Answer> answers = new ArrayList<>();
        List<String> writes = new ArrayList<>();
        options.outputs().forEach((tag, answer) -> {
            String key = "outputs." + tag;
            answers.add(parse(key, answer));
            writes.add(setting.writes(key, "_historian/" + tag));
        });
        List<Source> sources = sources(options, setting, writes);
        OnnxModel model;
        try {
            model = OnnxModel.open(options.model(), features.size(), answers);
        } catch (ProblemException refused) {
            throw new MistakeException("model", refused.problem());
        }
        return new Plan(
                sources,
                new Keying.ByPlace(setting.levels()),
                writes,
                place -> processor(model, options, features, trigger, place));
    }

    @Override
    public String fingerprint(ScoreOptions options) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(OnnxModel.read(options.model()));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }

    private static Processor<?> processor(
            OnnxModel model, ScoreOptions options, List<Feature> features, int trigger, Place place) {
        List<ScoreProcessor.Inlet> inlets = new ArrayList<>();
        options.inputs().forEach((name, topic) -> {
            int index = inlets.size();
            int over = features.stream()
                    .filter(feature -> feature.input() == index)
                    .mapToInt(Feature::over)
                    .max()
                    .orElse(1);
            String path = topic.startsWith("/")
                    ? place.namespace().root() + topic
                    : place.topic(topic).path();
            inlets.add(new ScoreProcessor.Inlet(name, path, over));
        });
        List<Topic> outputs = options.outputs().keySet().stream()
                .map(tag -> place.topic("_historian/" + tag))
                .toList();
        long stale = options.staleAfter() == null
                ? Processor.NEVER
                : options.staleAfter().toNanos() / NANOS_PER_MICRO;
        return new ScoreProcessor(new ScoreProcessor.Terms(model, inlets, features, trigger, stale, outputs));
    }

    private static void checkSizes(ScoreOptions options) {
        checkSize("inputs", options.inputs().size(), MOST_INPUTS);
        checkSize("outputs", options.outputs().size(), MOST_OUTPUTS);
        if (options.features().size() > MOST_FEATURES) {
            checkSize("features", options.features().size(), MOST_FEATURES);
        }
        for (String name : options.inputs().keySet()) {
            if (!NAME.matcher(name).matches()) {
                throw mistake(
                        "inputs." + name, "'" + name + "' is no plain name.", "Use letters, digits, '-' and '_'.");
            }
        }
    }

    private static void checkSize(String key, int size, int most) {
        if (size == 0 || size > most) {
            throw mistake(key, "There are " + size + " " + key + ".", "Give 1 to " + most + ".");
        }
    }

    private static List<Feature> features(ScoreOptions options, List<String> names) {
        List<Feature> features = new ArrayList<>();
        if (options.features().isEmpty()) {
            for (int i = 0; i < names.size(); i++) {
                features.add(new Feature(i, Of.LAST, 1));
            }
            return features;
        }
        for (int i = 0; i < options.features().size(); i++) {
            FeaturePart part = options.features().get(i);
            int input = names.indexOf(part.input());
            if (input < 0) {
                throw noInput("features[" + i + "].input", part.input(), names);
            }
            features.add(new Feature(input, part.of(), part.of() == Of.LAST ? 1 : part.over()));
        }
        for (int i = 0; i < names.size(); i++) {
            int index = i;
            if (features.stream().noneMatch(feature -> feature.input() == index)
                    && !names.get(i).equals(options.trigger())) {
                throw mistake(
                        "inputs." + names.get(i),
                        "The input '" + names.get(i) + "' is no feature.",
                        "Name it under 'features', or remove it.");
            }
        }
        return features;
    }

    private static Answer parse(String key, String answer) {
        try {
            return Answer.parse(answer);
        } catch (ProblemException illegal) {
            throw new MistakeException(key, illegal.problem());
        }
    }

    private static List<Source> sources(ScoreOptions options, Setting setting, List<String> writes) {
        List<Source> sources = new ArrayList<>();
        Map<String, String> seen = new HashMap<>();
        options.inputs().forEach((name, topic) -> {
            String key = "inputs." + name;
            if (topic.contains("+") || topic.contains("#")) {
                throw mistake(
                        key,
                        "'" + topic + "' stands for many tags.",
                        "Name one tag for each input; with + in 'location' there is a score for each place.");
            }
            if (("/" + topic).contains("/_analytics/")) {
                throw mistake(
                        key,
                        "'" + topic + "' carries events, and a model is asked about samples.",
                        "Name a tag, or let a counter or a window make one of the events.");
            }
            Source source = setting.source(name, key, topic);
            String twin = seen.put(source.filter(), name);
            if (twin != null) {
                throw mistake(key, "'" + topic + "' is the input '" + twin + "' already.", "Name it once.");
            }
            if (writes.contains(source.filter())) {
                throw mistake(key, "The model would be asked about its own answer.", "Give the output another name.");
            }
            sources.add(source);
        });
        return sources;
    }

    private static MistakeException noInput(String key, String name, List<String> names) {
        return mistake(key, "There is no input '" + name + "'.", "The inputs are " + String.join(", ", names) + ".");
    }

    private static MistakeException mistake(String key, String message, String remedy) {
        return new MistakeException(key, Problem.of("option-illegal", message, remedy));
    }
}
