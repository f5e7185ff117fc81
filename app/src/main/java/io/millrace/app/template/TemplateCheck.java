package io.millrace.app.template;

import io.millrace.app.template.Placeholders.Piece;
import io.millrace.app.yaml.Binder;
import io.millrace.app.yaml.DidYouMean;
import io.millrace.app.yaml.Findings;
import io.millrace.app.yaml.Place;
import io.millrace.app.yaml.YamlTree;
import io.millrace.model.Problem;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Whether what a template says of its parameters is right, before any machine is made of it. Used once. */
final class TemplateCheck {

    private final Map<String, Parameter> parameters;
    private final Findings findings;
    private final Set<String> used = new HashSet<>();
    private final Set<String> known;

    TemplateCheck(Map<String, Parameter> parameters, Findings findings) {
        this.parameters = parameters;
        this.findings = findings;
        this.known = new TreeSet<>(Template.GIVEN);
        known.addAll(parameters.keySet());
    }

    void check(YamlTree.Mapping body) {
        walk(body, "", Set.of());
        parameters.forEach((name, parameter) -> {
            if (!used.contains(name)) {
                findings.add(
                        parameter.place(),
                        Binder.join(Template.PARAMETERS, name),
                        Problem.of(
                                "parameter-unused",
                                "nothing in the template uses this parameter.",
                                "Write ${" + name + "} where it belongs, or remove it."));
            }
        });
    }

    /** @param sure parameters that are there wherever this is */
    private void walk(YamlTree tree, String path, Set<String> sure) {
        if (tree instanceof YamlTree.Scalar scalar) {
            value(scalar, path, sure);
        } else if (tree instanceof YamlTree.Sequence sequence) {
            for (int i = 0; i < sequence.items().size(); i++) {
                walk(sequence.items().get(i), path + "[" + i + "]", sure);
            }
        } else if (tree instanceof YamlTree.Mapping mapping) {
            Set<String> inside = new HashSet<>(sure);
            mapping.get(Expander.ONLY_WITH)
                    .ifPresent(condition -> condition(condition, Binder.join(path, Expander.ONLY_WITH), inside));
            mapping.entries().forEach((key, entry) -> {
                String at = Binder.join(path, key);
                pieces(key, entry.keyPlace(), at, inside);
                if (key.equals(Expander.AT)) {
                    address(entry.value(), at);
                } else if (!key.equals(Expander.ONLY_WITH)) {
                    walk(entry.value(), at, inside);
                }
            });
        }
    }

    private void condition(YamlTree condition, String path, Set<String> sure) {
        for (YamlTree.Scalar name : Expander.names(condition)) {
            if (exists(name.text(), name.place(), path)) {
                sure.add(name.text());
            }
        }
        if (Expander.names(condition).isEmpty()) {
            refuse(
                    condition.place(),
                    path,
                    "onlyWith names no parameter.",
                    "Write the name of a parameter, or a list of names.");
        }
    }

    private void address(YamlTree value, String path) {
        if (value instanceof YamlTree.Scalar scalar) {
            Piece.Named whole = Placeholders.of(scalar.text()).whole().orElse(null);
            if (whole == null) {
                refuse(
                        scalar.place(),
                        path,
                        "'at' takes an address, and this is none.",
                        "Write at: \"${NAME}\" with a parameter of type address.");
            } else if (exists(whole.name(), scalar.place(), path)) {
                Parameter parameter = parameters.get(whole.name());
                if (parameter == null || parameter.type() != ParameterType.ADDRESS) {
                    refuse(
                            scalar.place(),
                            path,
                            "'at' takes an address, and '" + whole.name() + "' is another kind of parameter.",
                            "Give the parameter type: address.");
                }
            }
        } else {
            refuse(
                    value.place(),
                    path,
                    "'at' takes an address that is a parameter.",
                    "Write the keys of this one beside the others of the tag.");
        }
    }

    private void value(YamlTree.Scalar scalar, String path, Set<String> sure) {
        if (Placeholders.isPlain(scalar.text())) {
            return;
        }
        Placeholders text = Placeholders.of(scalar.text());
        Piece.Named whole = text.whole().orElse(null);
        if (whole != null && !whole.counts() && !Template.GIVEN.contains(whole.name())) {
            if (exists(whole.name(), scalar.place(), path)) {
                notAnAddress(whole, scalar.place(), path);
            }
        } else {
            pieces(scalar.text(), scalar.place(), path, sure);
        }
    }

    /** Parameters within a text: each has to be there, and a single value. */
    private void pieces(String text, Place place, String path, Set<String> sure) {
        if (Placeholders.isPlain(text)) {
            return;
        }
        for (Piece piece : Placeholders.of(text).pieces()) {
            if (piece instanceof Piece.Illegible illegible) {
                refuse(
                        place,
                        path,
                        "'${" + illegible.text() + "}' is no parameter.",
                        "Write ${NAME}, or ${NAME + 2} of a whole number; $${ stands for ${ itself.");
            } else if (piece instanceof Piece.Named named && exists(named.name(), place, path)) {
                inside(named, place, path, sure);
            }
        }
    }

    private void inside(Piece.Named named, Place place, String path, Set<String> sure) {
        Parameter parameter = parameters.get(named.name());
        boolean whole = parameter != null && parameter.type() == ParameterType.INTEGER;
        if (named.counts() && !whole) {
            refuse(
                    place,
                    path,
                    "something is added to '" + named.name() + "', which is no whole number.",
                    "Give the parameter type: integer.");
        }
        notAnAddress(named, place, path);
        if (parameter != null && parameter.mayBeAbsent() && !sure.contains(named.name())) {
            refuse(
                    place,
                    path,
                    "the parameter '" + named.name() + "' may be absent, and this text needs it.",
                    "Put 'onlyWith: " + named.name() + "' beside it, or give the parameter a default.");
        }
    }

    private void notAnAddress(Piece.Named named, Place place, String path) {
        Parameter parameter = parameters.get(named.name());
        if (parameter != null && parameter.type() == ParameterType.ADDRESS) {
            refuse(
                    place,
                    path,
                    "'" + named.name() + "' is the address of a tag.",
                    "It stands under 'at' of a tag, as in at: \"${" + named.name() + "}\".");
        }
    }

    private boolean exists(String name, Place place, String path) {
        if (known.contains(name)) {
            used.add(name);
            return true;
        }
        findings.add(
                place,
                path,
                Problem.of(
                        "parameter-unknown",
                        "the template has no parameter '" + name + "'.",
                        DidYouMean.hint(known, name)));
        return false;
    }

    private void refuse(Place place, String path, String message, String remedy) {
        findings.add(place, path, Problem.of("template-refused", message, remedy));
    }
}
