package io.millrace.app.site;

import io.millrace.app.yaml.Binder;
import io.millrace.app.yaml.DidYouMean;
import io.millrace.app.yaml.Findings;
import io.millrace.app.yaml.Place;
import io.millrace.app.yaml.YamlTree;
import io.millrace.model.Namespace;
import io.millrace.model.Problem;
import io.millrace.model.ProblemException;
import io.millrace.process.Chains;
import io.millrace.process.Definition;
import io.millrace.process.FilterIndex;
import io.millrace.process.Keying;
import io.millrace.process.Kind;
import io.millrace.process.MistakeException;
import io.millrace.process.Plan;
import io.millrace.process.Setting;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.ZoneId;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads the processors. The keys of one are those of {@link ProcessorPart} and the name of its kind. */
final class ProcessorReader {

    private static final String PATH = "processors";

    private final Binder binder;
    private final Findings findings;
    private final List<Kind<?>> kinds;
    private final Namespace namespace;
    private final String siteLocation;
    private final ZoneId zone;

    /** @param part null when the head of the file is wrong: its mistakes are known, ours are still to be found */
    ProcessorReader(Binder binder, Findings findings, List<Kind<?>> kinds, @Nullable SitePart part) {
        this.binder = binder;
        this.findings = findings;
        this.kinds = List.copyOf(kinds);
        this.namespace = new Namespace(
                part == null ? Namespace.DEFAULT_ROOT : part.namespace().root());
        this.siteLocation = part == null ? "site" : part.location();
        this.zone = part == null ? ZoneId.of("UTC") : part.zone();
    }

    /** @return null when one of them is wrong */
    @Nullable
    List<Definition> read(YamlTree tree) {
        Map<String, Definition> read = binder.map(tree, PATH, this::processor);
        if (read == null) {
            return null;
        }
        List<Definition> definitions = List.copyOf(read.values());
        refuseRings(definitions, tree);
        refuseSharedTopics(definitions, tree);
        return definitions;
    }

    private @Nullable Definition processor(YamlTree item, String path) {
        if (!(item instanceof YamlTree.Mapping mapping)) {
            findings.add(
                    item.place(),
                    path,
                    Problem.of("value-wrong-kind", "a processor is a group of keys.", "Name its kind and its inputs."));
            return null;
        }
        String name = path.substring(path.indexOf('.') + 1);
        if (!name.matches("[A-Za-z0-9][A-Za-z0-9_-]{0,63}")) {
            findings.add(
                    mapping.place(),
                    path,
                    Problem.of(
                            "value-refused",
                            "'" + name + "' is no plain name for a processor.",
                            "Use letters, digits, '-' and '_'."));
            return null;
        }
        Kind<?> kind = kind(mapping, path);
        ProcessorPart part = binder.fill(mapping, path, ProcessorPart.class);
        return kind == null ? null : define(name, mapping, path, part, kind);
    }

    private @Nullable Kind<?> kind(YamlTree.Mapping mapping, String path) {
        Set<String> names = kinds.stream().map(Kind::name).collect(Collectors.toCollection(TreeSet::new));
        Set<String> keys = new TreeSet<>(Binder.keys(ProcessorPart.class));
        keys.addAll(names);
        binder.refuseUnknown(mapping, path, keys);
        List<Kind<?>> named = kinds.stream()
                .filter(kind -> mapping.entries().containsKey(kind.name()))
                .toList();
        if (named.size() == 1) {
            return named.get(0);
        }
        String what = named.isEmpty() ? "does not say what it does." : "says more than one thing to do.";
        String slip = mapping.entries().keySet().stream()
                .filter(key -> !keys.contains(key))
                .flatMap(key -> DidYouMean.among(names, key).stream())
                .findFirst()
                .map(kind -> "Did you mean '" + kind + "'?")
                .orElse("Give one of " + String.join(", ", names) + ".");
        findings.add(mapping.place(), path, Problem.of("kind-missing", "the processor " + what, slip));
        return null;
    }

    private <O extends Record> @Nullable Definition define(
            String name, YamlTree.Mapping mapping, String path, @Nullable ProcessorPart part, Kind<O> kind) {
        YamlTree tree = mapping.get(kind.name()).orElseThrow();
        String inner = Binder.join(path, kind.name());
        O options = binder.bind(tree, inner, kind.optionsType());
        if (part == null || options == null) {
            return null;
        }
        try {
            String location = part.location().isEmpty() ? siteLocation : siteLocation + "/" + part.location();
            Setting setting = new Setting(name, namespace, location, zone);
            Plan plan = kind.plan(options, setting);
            return new Definition(
                    name,
                    kind.name(),
                    revision(mapping.plain() + kind.fingerprint(options)),
                    setting,
                    plan,
                    part.lateness(),
                    part.patience(),
                    part.unfiltered());
        } catch (MistakeException mistake) {
            findings.add(place(tree, mistake.key()), Binder.join(inner, mistake.key()), mistake.problem());
        } catch (ProblemException problem) {
            findings.add(mapping.place(), path, problem.problem());
        }
        return null;
    }

    /** Where an option stands, or the nearest group around it. */
    private static Place place(YamlTree tree, String key) {
        YamlTree at = tree;
        Place place = tree.place();
        for (String step : key.split("[.\\[]")) {
            String plain = step.replace("]", "");
            if (at instanceof YamlTree.Mapping mapping && mapping.entries().containsKey(plain)) {
                at = mapping.get(plain).orElseThrow();
            } else if (at instanceof YamlTree.Sequence sequence
                    && plain.matches("\\d{1,6}")
                    && Integer.parseInt(plain) < sequence.items().size()) {
                at = sequence.items().get(Integer.parseInt(plain));
            } else {
                return place;
            }
            place = at.place();
        }
        return place;
    }

    /** Eight digits that change with what is said, not with how it is laid out. */
    private static String revision(String said) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(said.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 4);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }

    private void refuseRings(List<Definition> definitions, YamlTree tree) {
        Chains.ring(definitions)
                .ifPresent(ring -> findings.add(
                        placeOf(ring.get(0), tree),
                        Binder.join(PATH, ring.get(0)),
                        ring.size() == 2
                                ? Problem.of(
                                        "processors-in-a-ring",
                                        "the processor '" + ring.get(0)
                                                + "' reads what it writes, and would never end.",
                                        "Give its output another name, or name its inputs more exactly.")
                                : Problem.of(
                                        "processors-in-a-ring",
                                        "processors read what follows from them, and would never end: "
                                                + String.join(" -> ", ring) + ".",
                                        "Take one input out of the ring.")));
    }

    /** Two that write one topic would correct each other for ever. Whoever passes on what comes may meet others. */
    private void refuseSharedTopics(List<Definition> definitions, YamlTree tree) {
        FilterIndex taken = new FilterIndex();
        for (int i = 0; i < definitions.size(); i++) {
            Definition one = definitions.get(i);
            if (!(one.plan().keying() instanceof Keying.ByPlace)) {
                continue;
            }
            Map<Integer, String> shared = new TreeMap<>();
            for (String written : one.plan().writes()) {
                taken.overlapping(written).forEach(other -> shared.putIfAbsent(other, written));
            }
            shared.forEach((other, written) -> findings.add(
                    placeOf(one.name(), tree),
                    Binder.join(PATH, one.name()),
                    Problem.of(
                            "topic-shared",
                            "the processor '" + definitions.get(other).name() + "' writes " + written + " too.",
                            "Give one of them another output.")));
            int number = i;
            one.plan().writes().forEach(written -> taken.put(written, number));
        }
    }

    static Place placeOf(String name, YamlTree tree) {
        return tree instanceof YamlTree.Mapping mapping
                ? mapping.get(name).map(YamlTree::place).orElse(tree.place())
                : tree.place();
    }
}
