package io.millrace.process.expression;

import io.millrace.model.Problem;
import io.millrace.model.Value.DataType;
import io.millrace.process.Keying;
import io.millrace.process.Kind;
import io.millrace.process.MistakeException;
import io.millrace.process.Plan;
import io.millrace.process.Setting;
import io.millrace.process.Source;
import io.millrace.process.core.Place;
import io.millrace.process.expression.ExpressionOptions.Join;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** The kind {@code expression}: a tag that is computed from others by a formula. */
public final class ExpressionKind implements Kind<ExpressionOptions> {

    private static final int MAX_INPUTS = 16;
    private static final String ONLY = "value";
    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_]{0,63}");
    /** Words that the language keeps for itself (cel-spec, syntax). */
    private static final Set<String> RESERVED = Set.of(
            "as",
            "break",
            "const",
            "continue",
            "else",
            "false",
            "for",
            "function",
            "if",
            "import",
            "in",
            "let",
            "loop",
            "namespace",
            "null",
            "package",
            "return",
            "true",
            "var",
            "void",
            "while");

    @Override
    public String name() {
        return "expression";
    }

    @Override
    public String sentence() {
        return "Computes a tag from others by a formula that is type-checked before it runs.";
    }

    @Override
    public Class<ExpressionOptions> optionsType() {
        return ExpressionOptions.class;
    }

    @Override
    public Plan plan(ExpressionOptions options, Setting setting) {
        Map<String, String> topics = topics(options);
        Map<String, InputType> types = types(options, topics);
        checkTimes(options);
        checkTables(options);
        String below = options.output().startsWith("_") || options.output().contains("/_")
                ? options.output()
                : "_historian/" + options.output();
        String writes = setting.writes("output", below);
        List<Source> sources = sources(topics, setting, writes);
        if (("/" + below).contains("/_analytics/")) {
            throw mistake(
                    "output",
                    "'" + options.output() + "' is a place for events, and an expression writes samples.",
                    "Name a tag, as in efficiency or _historian/efficiency.");
        }
        Computation computation = Computation.read(types, options, setting.zone());
        Map<String, DataType> written =
                computation.type().map(type -> Map.of(writes, type)).orElse(Map.of());
        return new Plan(sources, new Keying.ByPlace(setting.levels()), List.of(writes), written, place -> {
            List<ExpressionProcessor.Inlet> inlets = new ArrayList<>();
            types.forEach((name, type) -> inlets.add(new ExpressionProcessor.Inlet(
                    name, place.namespace().parse(here(place, topics.getOrDefault(name, ""))), type)));
            var terms = new ExpressionProcessor.Terms(inlets, computation, place.topic(below));
            return options.join() == Join.LAST
                    ? new LastKnown(terms, options.staleAfter())
                    : new Together(terms, options.tolerance());
        });
    }

    private static String here(Place place, String topic) {
        return place.namespace().root() + (topic.startsWith("/") ? topic : "/" + place.location() + "/" + topic);
    }

    private static Map<String, String> topics(ExpressionOptions options) {
        if ((options.input() == null) == options.inputs().isEmpty()) {
            throw mistake(
                    options.input() == null ? "inputs" : "input",
                    options.input() == null ? "There is no input." : "There is 'input' and there are 'inputs'.",
                    "Give input: TOPIC for one that is called value, or inputs: {NAME: TOPIC, ...} for several.");
        }
        if (options.input() != null) {
            return Map.of(ONLY, options.input());
        }
        if (options.inputs().size() > MAX_INPUTS) {
            throw mistake(
                    "inputs",
                    options.inputs().size() + " inputs; " + MAX_INPUTS + " are the most.",
                    "Split the expression: what one processor computes another can use.");
        }
        options.inputs()
                .keySet()
                .forEach(name -> checkName(name, options.inputs().keySet()));
        return options.inputs();
    }

    static void checkName(String name, Set<String> all) {
        if (!NAME.matcher(name).matches() || RESERVED.contains(name)) {
            throw mistake(
                    "inputs." + name,
                    "'" + name + "' cannot be a name in an expression.",
                    "Use letters, digits and underscores, as in flow_1, and no word of the language.");
        }
        boolean taken = Set.of(Computation.PREVIOUS, Computation.ELAPSED, Computation.TIMESTAMP)
                        .contains(name)
                || all.stream().anyMatch(other -> name.equals(other + Computation.BEFORE));
        if (taken) {
            throw mistake("inputs." + name, "'" + name + "' means something else in expressions.", "Use another name.");
        }
    }

    private static Map<String, InputType> types(ExpressionOptions options, Map<String, String> topics) {
        options.types().keySet().forEach(name -> {
            if (!topics.containsKey(name)) {
                String similar = Similar.to(name, topics.keySet());
                throw mistake(
                        "types." + name,
                        "There is no input '" + name + "'.",
                        similar.isEmpty()
                                ? "The inputs are " + String.join(", ", topics.keySet()) + "."
                                : "Did you mean '" + similar + "'?");
            }
        });
        Map<String, InputType> types = new LinkedHashMap<>();
        topics.keySet().forEach(name -> types.put(name, options.types().getOrDefault(name, InputType.NUMBER)));
        return types;
    }

    private static void checkTimes(ExpressionOptions options) {
        if (options.staleAfter() != null && options.join() == Join.ALL) {
            throw mistake(
                    "staleAfter",
                    "With join: all no value is used a second time, so none can be stale.",
                    "Remove it, or use join: last.");
        }
        if (options.staleAfter() != null && options.staleAfter().isZero()) {
            throw mistake("staleAfter", "Every value would be stale at once.", "Give a time such as 1min.");
        }
        if (options.tolerance().compareTo(Duration.ZERO) > 0 && options.join() == Join.LAST) {
            throw mistake(
                    "tolerance",
                    "With join: last times need not agree.",
                    "Remove it, or use join: all; staleAfter limits how old a value may be.");
        }
    }

    private static void checkTables(ExpressionOptions options) {
        options.tables().forEach((name, entries) -> {
            if (entries.isEmpty() || entries.size() > Tables.MAX_ENTRIES) {
                throw mistake(
                        "tables." + name,
                        "The table has " + entries.size() + " entries.",
                        "A table has 1 to " + Tables.MAX_ENTRIES + "; longer ones are for the processor enrich.");
            }
        });
    }

    private static List<Source> sources(Map<String, String> topics, Setting setting, String writes) {
        List<Source> sources = new ArrayList<>();
        Map<String, String> seen = new HashMap<>();
        topics.forEach((name, topic) -> {
            String key = topics.size() == 1 && name.equals(ONLY) ? "input" : "inputs." + name;
            if (topic.contains("+") || topic.contains("#")) {
                throw mistake(key, "'" + topic + "' stands for many tags.", "Name one tag for each input.");
            }
            Source source = setting.source(name, key, topic);
            String twin = seen.put(source.filter(), name);
            if (twin != null) {
                throw mistake(key, "'" + topic + "' is the input '" + twin + "' already.", "Name it once.");
            }
            if (source.filter().equals(writes)) {
                throw mistake(
                        "output",
                        "It would be computed from itself.",
                        "Write to a tag of another name; 'previous' is the last result.");
            }
            sources.add(source);
        });
        return sources;
    }

    private static MistakeException mistake(String key, String message, String remedy) {
        return new MistakeException(key, Problem.of("option-illegal", message, remedy));
    }
}
