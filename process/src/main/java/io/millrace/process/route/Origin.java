package io.millrace.process.route;

import io.millrace.model.Namespace;
import io.millrace.model.Problem;
import io.millrace.model.Topic;
import io.millrace.process.MistakeException;
import io.millrace.process.Setting;
import io.millrace.process.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Where messages come from, and what the placeholders of a template mean for them. Immutable.
 *
 * @param source its filter, from the root on
 * @param levels the filter's levels after the root
 * @param base so many of the levels are the location of the instance; 0 when that is {@code at} itself
 * @param wildcards which of the levels are wildcards of the option, in the order in which they are numbered
 * @param contract which of the levels is the contract
 */
record Origin(Source source, List<String> levels, int base, List<Integer> wildcards, int contract) {

    Origin {
        levels = List.copyOf(levels);
        wildcards = List.copyOf(wildcards);
    }

    /** @param text as the option says it: below the location, or from the root on when it begins with a slash */
    static Origin of(String key, String text, Setting setting) {
        Source source = setting.source(key, key, text);
        String below = source.filter().substring(setting.namespace().root().length() + 1);
        List<String> levels = List.of(below.split("/", -1));
        boolean fromRoot = text.startsWith("/");
        int base = fromRoot ? 0 : setting.levels();
        List<Integer> wildcards = new ArrayList<>();
        int contract = -1;
        for (int i = 0; i < levels.size(); i++) {
            String level = levels.get(i);
            if (i >= base && (level.equals("+") || level.equals("#"))) {
                wildcards.add(i);
            }
            if (contract < 0 && level.startsWith("_")) {
                contract = i;
            }
        }
        if (contract < 1 || contract == levels.size() - 1) {
            throw new MistakeException(
                    key,
                    Problem.of(
                            "topic-illegal",
                            "'" + text + "' names " + (contract < 1 ? "no location." : "no tag."),
                            "Write it as _historian/temperature, or _historian/# for all below."));
        }
        return new Origin(source, levels, base, wildcards, contract);
    }

    /** The location of the instance as a filter, when it is not {@code at} itself. */
    List<String> place() {
        return levels.subList(0, base);
    }

    /** What a placeholder can stand for: text, {@code +} for one level, {@code #} for one or more. */
    String pattern(String placeholder, Map<String, String> names) {
        return switch (placeholder) {
            case "location" -> String.join("/", levels.subList(0, contract));
            case "contract" -> levels.get(contract);
            case "name" -> String.join("/", levels.subList(contract + 1, levels.size()));
            case "tag" -> {
                String last = levels.get(levels.size() - 1);
                yield last.equals("#") ? "+" : names.getOrDefault(last, last);
            }
            default -> levels.get(wildcard(placeholder));
        };
    }

    /** What a placeholder stands for in the topic of a message. */
    String value(String placeholder, Topic topic, Namespace namespace, Map<String, String> names) {
        return switch (placeholder) {
            case "location" -> topic.location();
            case "contract" -> topic.contract();
            case "name" -> topic.name();
            case "tag" -> names.getOrDefault(topic.tag(), topic.tag());
            default -> {
                int level = wildcard(placeholder);
                String[] parts = below(topic, namespace);
                yield levels.get(level).equals("#")
                        ? String.join("/", List.of(parts).subList(level, parts.length))
                        : parts[level];
            }
        };
    }

    /** The location of the instance that a message belongs to, when it is not {@code at} itself. */
    String place(Topic topic, Namespace namespace) {
        return String.join("/", List.of(below(topic, namespace)).subList(0, base));
    }

    private static String[] below(Topic topic, Namespace namespace) {
        return topic.path().substring(namespace.root().length() + 1).split("/", -1);
    }

    /** Whether a placeholder is a number for which there is a wildcard. */
    boolean hasWildcard(String placeholder) {
        return placeholder.matches("[1-9]\\d?") && Integer.parseInt(placeholder) <= wildcards.size();
    }

    private int wildcard(String placeholder) {
        return wildcards.get(Integer.parseInt(placeholder) - 1);
    }
}
