package io.millrace.app.yaml;

import io.millrace.model.Problem;
import io.millrace.model.ProblemException;
import io.millrace.model.settings.DefaultsTo;
import io.millrace.model.settings.Secret;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Fills records from a YAML tree: a component is a key. It goes on after a mistake, so that all of them are found; a
 * method that returns null has added a finding. Not thread-safe.
 */
public final class Binder {

    private final Findings findings;
    private final References references;

    /**
     * What a component of a record says of its key; found out once for each record, as a site may have 50,000 tags.
     *
     * @param standard its default; absent where it has none
     */
    private record Key(String name, Type type, @Nullable String standard, boolean nullable) {

        private static final ClassValue<List<Key>> KEYS = new ClassValue<>() {
            @Override
            protected List<Key> computeValue(Class<?> type) {
                return Arrays.stream(type.getRecordComponents()).map(Key::of).toList();
            }
        };

        static List<Key> of(Class<? extends Record> type) {
            return KEYS.get(type);
        }

        private static Key of(RecordComponent component) {
            DefaultsTo standard = component.getAnnotation(DefaultsTo.class);
            return new Key(
                    component.getName(),
                    component.getGenericType(),
                    standard == null ? null : standard.value(),
                    isNullable(component));
        }
    }

    public Binder(Findings findings, References references) {
        this.findings = findings;
        this.references = references;
    }

    /** Fills a record whose keys are all that may stand in this mapping. */
    public <T extends Record> @Nullable T bind(YamlTree tree, String path, Class<T> type) {
        if (!(tree instanceof YamlTree.Mapping mapping)) {
            if (tree instanceof YamlTree.Scalar scalar && scalar.isNull()) {
                return bind(new YamlTree.Mapping(scalar.place(), Map.of()), path, type);
            }
            wrongKind(tree, path, "a group of keys");
            return null;
        }
        refuseUnknown(mapping, path, keys(type));
        return fill(mapping, path, type);
    }

    /** Reports every key of a mapping that is not among the known ones. */
    public void refuseUnknown(YamlTree.Mapping mapping, String path, Collection<String> known) {
        mapping.entries().forEach((key, entry) -> {
            if (!known.contains(key)) {
                findings.add(
                        entry.keyPlace(),
                        join(path, key),
                        Problem.of("key-unknown", "unknown key.", DidYouMean.hint(known, key)));
            }
        });
    }

    /** The keys of a record. */
    public static Set<String> keys(Class<? extends Record> type) {
        Set<String> keys = new TreeSet<>();
        Key.of(type).forEach(key -> keys.add(key.name()));
        return keys;
    }

    /** Fills a record and leaves alone what else stands in the mapping. */
    public <T extends Record> @Nullable T fill(YamlTree.Mapping mapping, String path, Class<T> type) {
        List<Key> components = Key.of(type);
        @Nullable Object[] arguments = new Object[components.size()];
        int before = findings.size();
        for (int i = 0; i < components.size(); i++) {
            arguments[i] = component(mapping, path, components.get(i));
        }
        return findings.size() == before ? construct(type, arguments, mapping.place(), path) : null;
    }

    private @Nullable Object component(YamlTree.Mapping mapping, String path, Key component) {
        String inner = join(path, component.name());
        YamlTree.Entry entry = mapping.entries().get(component.name());
        if (entry != null && !(entry.value() instanceof YamlTree.Scalar scalar && scalar.isNull())) {
            return value(entry.value(), inner, component.type());
        }
        String standard = component.standard();
        if (standard != null) {
            Place place = entry == null ? mapping.place() : entry.value().place();
            return value(standardTree(standard, place), inner, component.type());
        }
        if (!component.nullable()) {
            findings.add(
                    entry == null ? mapping.place() : entry.keyPlace(),
                    inner,
                    Problem.of("key-missing", "the key '" + component.name() + "' is missing.", "Add it."));
        }
        return null;
    }

    static boolean isNullable(RecordComponent component) {
        return component.getAnnotatedType().isAnnotationPresent(Nullable.class);
    }

    /** A default at the place where it applies; groups and lists are written as YAML writes them in one line. */
    private static YamlTree standardTree(String text, Place place) {
        boolean flow = text.startsWith("{") || text.startsWith("[");
        return flow ? YamlTree.read(place.file(), text, new Findings()) : new YamlTree.Scalar(place, text, true);
    }

    private @Nullable Object value(YamlTree tree, String path, Type type) {
        if (type instanceof ParameterizedType generic) {
            Type last = generic.getActualTypeArguments()[generic.getActualTypeArguments().length - 1];
            if (generic.getRawType() == List.class) {
                return list(tree, path, (item, at) -> value(item, at, last));
            }
            if (generic.getRawType() == Map.class) {
                return map(tree, path, (item, at) -> value(item, at, last));
            }
        }
        if (type instanceof Class<?> plain) {
            if (plain.isRecord() && !Scalars.isScalar(plain)) {
                return bind(tree, path, plain.asSubclass(Record.class));
            }
            if (Scalars.isScalar(plain)) {
                return scalar(tree, path, plain);
            }
        }
        throw new IllegalStateException("a setting cannot be of type " + type);
    }

    /** Every item of a list, or null when one of them or the list itself is wrong. */
    public <T> @Nullable List<T> list(YamlTree tree, String path, BiFunction<YamlTree, String, @Nullable T> item) {
        if (!(tree instanceof YamlTree.Sequence sequence)) {
            wrongKind(tree, path, "a list");
            return null;
        }
        List<T> items = new ArrayList<>();
        for (int i = 0; i < sequence.items().size(); i++) {
            T bound = item.apply(sequence.items().get(i), path + "[" + i + "]");
            if (bound != null) {
                items.add(bound);
            }
        }
        return items.size() == sequence.items().size() ? List.copyOf(items) : null;
    }

    /** Every entry of a mapping in the file's order, or null when one of them or the mapping itself is wrong. */
    public <T> @Nullable Map<String, T> map(
            YamlTree tree, String path, BiFunction<YamlTree, String, @Nullable T> item) {
        if (!(tree instanceof YamlTree.Mapping mapping)) {
            if (tree instanceof YamlTree.Scalar scalar && scalar.isNull()) {
                return Map.of();
            }
            wrongKind(tree, path, "a group of keys");
            return null;
        }
        Map<String, T> items = new LinkedHashMap<>();
        mapping.entries().forEach((key, entry) -> {
            T bound = item.apply(entry.value(), join(path, key));
            if (bound != null) {
                items.put(key, bound);
            }
        });
        return items.size() == mapping.entries().size() ? items : null;
    }

    private @Nullable Object scalar(YamlTree tree, String path, Class<?> type) {
        if (!(tree instanceof YamlTree.Scalar scalar)) {
            wrongKind(tree, path, Scalars.expectation(type));
            return null;
        }
        try {
            if (type == Secret.class && !References.isReference(scalar.text())) {
                throw Problem.of(
                                "secret-in-clear",
                                "a secret stands in the file in clear.",
                                "Write ${env:NAME} or ${file:PATH} and keep the secret there.")
                        .asException();
            }
            Object value = Scalars.read(type, references.resolve(scalar.text()));
            return value instanceof Path file ? references.besideTheFile(file) : value;
        } catch (ProblemException problem) {
            findings.add(scalar.place(), path, problem.problem());
            return null;
        }
    }

    /** A single value with its references replaced; null, with a finding, when one of them cannot be. */
    public @Nullable String text(YamlTree.Scalar scalar, String path) {
        try {
            return references.resolve(scalar.text());
        } catch (ProblemException problem) {
            findings.add(scalar.place(), path, problem.problem());
            return null;
        }
    }

    /** Says that something else was expected here, such as {@code a list}. */
    public void wrongKind(YamlTree tree, String path, @Nullable String expected) {
        findings.add(
                tree.place(),
                path,
                Problem.of("value-wrong-kind", "this is " + tree.kind() + "; expected is " + expected + "."));
    }

    private <T extends Record> @Nullable T construct(
            Class<T> type, @Nullable Object[] arguments, Place place, String path) {
        Class<?>[] types = Arrays.stream(type.getRecordComponents())
                .map(RecordComponent::getType)
                .toArray(Class<?>[]::new);
        try {
            var constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor.newInstance(arguments);
        } catch (InvocationTargetException refused) {
            findings.add(place, path, problem(refused.getCause()));
            return null;
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException("the settings record " + type + " cannot be made", impossible);
        }
    }

    private static Problem problem(@Nullable Throwable cause) {
        if (cause instanceof ProblemException refused) {
            return refused.problem();
        }
        if (cause instanceof IllegalArgumentException refused) {
            return Problem.of("value-refused", String.valueOf(refused.getMessage()));
        }
        throw new IllegalStateException("a settings record failed on its own", cause);
    }

    /** Reads a duration as the site file writes it; empty when it is none. */
    public static Optional<Duration> duration(String text) {
        try {
            return Optional.of((Duration) Scalars.read(Duration.class, text));
        } catch (ProblemException unreadable) {
            return Optional.empty();
        }
    }

    public static String join(String path, String key) {
        return path.isEmpty() ? key : path + "." + key;
    }
}
