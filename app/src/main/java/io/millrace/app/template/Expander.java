package io.millrace.app.template;

import io.millrace.app.template.Placeholders.Piece;
import io.millrace.app.yaml.Findings;
import io.millrace.app.yaml.Place;
import io.millrace.app.yaml.YamlTree;
import io.millrace.model.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Puts the parameters of one machine into the tree of a template. A parameter that is a whole value keeps its type and
 * may be a group; within a text it is text. Everything keeps its place in the template, and knows the machine. What needs
 * a parameter that is absent is left out. Used once.
 */
final class Expander {

    /** Beside a group: it is there only with these parameters; true, where they are true or false. */
    static final String ONLY_WITH = "onlyWith";
    /** In a tag: the address that a parameter gives, whose keys stand beside its others and go before them. */
    static final String AT = "at";

    private final Map<String, YamlTree> values;
    private final Place.Use machine;
    private final Findings findings;

    /** @param values of all parameters that are there; they are right */
    Expander(Map<String, YamlTree> values, Place.Use machine, Findings findings) {
        this.values = values;
        this.machine = machine;
        this.findings = findings;
    }

    YamlTree.Mapping expand(YamlTree.Mapping body) {
        return inside(body, Map.of());
    }

    /** Null where it is left out. */
    private @Nullable YamlTree expand(YamlTree tree) {
        if (tree instanceof YamlTree.Scalar scalar) {
            return value(scalar);
        }
        if (tree instanceof YamlTree.Sequence sequence) {
            List<YamlTree> items = new ArrayList<>();
            for (YamlTree item : sequence.items()) {
                YamlTree expanded = expand(item);
                if (expanded != null) {
                    items.add(expanded);
                }
            }
            return new YamlTree.Sequence(sequence.place().usedBy(machine), items);
        }
        YamlTree.Mapping mapping = (YamlTree.Mapping) tree;
        YamlTree condition = mapping.get(ONLY_WITH).orElse(null);
        if (condition != null && !names(condition).stream().allMatch(name -> isGiven(name.text()))) {
            return null;
        }
        YamlTree at = mapping.get(AT).orElse(null);
        if (at == null) {
            return inside(mapping, Map.of());
        }
        YamlTree address = at instanceof YamlTree.Scalar scalar ? value(scalar) : null;
        if (!(address instanceof YamlTree.Mapping keys)) {
            return null; // absent, or by MQTT
        }
        return inside(mapping, keys.entries());
    }

    /** @param address goes before what the group says itself, as it is: nothing in it is a parameter */
    private YamlTree.Mapping inside(YamlTree.Mapping mapping, Map<String, YamlTree.Entry> address) {
        Map<String, YamlTree.Entry> entries = new LinkedHashMap<>(address);
        mapping.entries().forEach((key, entry) -> {
            boolean ours = key.equals(ONLY_WITH) || key.equals(AT) || address.containsKey(key);
            YamlTree value = ours ? null : expand(entry.value());
            if (value != null) {
                Place place = used(entry.keyPlace());
                String name = Placeholders.isPlain(key) ? key : text(Placeholders.of(key));
                if (entries.putIfAbsent(name, new YamlTree.Entry(place, value)) != null) {
                    findings.add(
                            place,
                            name,
                            Problem.of(
                                    "key-duplicate",
                                    "with the parameters of this machine, the key '" + name + "' stands here twice.",
                                    "Give it parameters that differ."));
                }
            }
        });
        return new YamlTree.Mapping(used(mapping.place()), entries);
    }

    private @Nullable YamlTree value(YamlTree.Scalar scalar) {
        if (Placeholders.isPlain(scalar.text())) {
            return new YamlTree.Scalar(used(scalar.place()), scalar.text(), scalar.quoted());
        }
        Placeholders text = Placeholders.of(scalar.text());
        Piece.Named whole = text.whole().orElse(null);
        if (whole == null) {
            return new YamlTree.Scalar(used(scalar.place()), text(text), true);
        }
        YamlTree value = values.get(whole.name());
        if (value instanceof YamlTree.Scalar single) {
            return new YamlTree.Scalar(
                    scalar.place().usedBy(user(whole.name(), single.place())), text(whole, single), single.quoted());
        }
        return value;
    }

    /** Where the machine itself says the value, that is where a person looks first. */
    private Place.Use user(String parameter, Place said) {
        boolean inSiteFile = said.line() > 0 && said.file().equals(machine.at().file());
        return inSiteFile ? new Place.Use(machine.who() + ", parameter '" + parameter + "',", said) : machine;
    }

    private String text(Placeholders text) {
        StringBuilder whole = new StringBuilder();
        for (Piece piece : text.pieces()) {
            if (piece instanceof Piece.Plain plain) {
                whole.append(plain.text());
            } else if (piece instanceof Piece.Named named
                    && values.get(named.name()) instanceof YamlTree.Scalar single) {
                whole.append(text(named, single));
            }
        }
        return whole.toString();
    }

    private static String text(Piece.Named named, YamlTree.Scalar value) {
        return named.counts() ? Long.toString(Long.decode(value.text().trim()) + named.plus()) : value.text();
    }

    private boolean isGiven(String name) {
        YamlTree value = values.get(name);
        return value != null
                && !(value instanceof YamlTree.Scalar scalar && scalar.text().equals("false"));
    }

    /** What stands in the site file stays there; what stands in the template is used by the machine. */
    private Place used(Place place) {
        return place.file().equals(machine.at().file()) || place.use() != null ? place : place.usedBy(machine);
    }

    /** The parameters that a condition names. */
    static List<YamlTree.Scalar> names(YamlTree condition) {
        List<YamlTree> all = condition instanceof YamlTree.Sequence sequence ? sequence.items() : List.of(condition);
        return all.stream()
                .filter(YamlTree.Scalar.class::isInstance)
                .map(YamlTree.Scalar.class::cast)
                .toList();
    }
}
