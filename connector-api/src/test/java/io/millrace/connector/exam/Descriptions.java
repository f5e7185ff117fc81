package io.millrace.connector.exam;

import io.millrace.model.settings.ByteSize;
import io.millrace.model.settings.DefaultsTo;
import io.millrace.model.settings.Described;
import io.millrace.model.settings.Secret;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Checks that a record can be a part of the site file, as {@code io.millrace.model.settings} says. */
final class Descriptions {

    private static final Set<Class<?>> SCALARS = Set.of(
            String.class,
            int.class,
            long.class,
            double.class,
            boolean.class,
            Integer.class,
            Long.class,
            Double.class,
            Boolean.class,
            Duration.class,
            ByteSize.class,
            Secret.class,
            Path.class);
    private static final Set<Class<?>> WHOLE = Set.of(int.class, long.class, Integer.class, Long.class);
    private static final Set<Class<?>> NULLABLE_ONLY = Set.of(Integer.class, Long.class, Double.class, Boolean.class);
    private static final Pattern DURATION = Pattern.compile("\\d+(ms|s|min|h|d)");

    private final List<String> faults = new ArrayList<>();

    private Descriptions() {}

    /** What is wrong with the record, a sentence each; empty when all is well. */
    static List<String> faults(Class<? extends Record> type) {
        Descriptions check = new Descriptions();
        check.record(type, type.getSimpleName());
        return List.copyOf(check.faults);
    }

    private void record(Class<?> type, String path) {
        for (RecordComponent component : type.getRecordComponents()) {
            String where = path + "." + component.getName();
            Described described = component.getAnnotation(Described.class);
            if (described == null || described.value().isBlank()) {
                faults.add(where + " has no @Described");
            } else if (!described.value().endsWith(".")) {
                faults.add(where + ": its description is no sentence: " + described.value());
            }
            boolean nullable = component.getAnnotatedType().isAnnotationPresent(Nullable.class);
            DefaultsTo fallback = component.getAnnotation(DefaultsTo.class);
            if (nullable && fallback != null) {
                faults.add(where + " is nullable and has a default: which is it when absent?");
            }
            if (NULLABLE_ONLY.contains(component.getType()) && !nullable) {
                faults.add(where + " is boxed but never null");
            }
            if (nullable && component.getType().isPrimitive()) {
                faults.add(where + " is nullable but cannot be null");
            }
            if (fallback != null) {
                fallback(component.getType(), fallback.value(), where);
            }
            type(component.getGenericType(), where);
        }
    }

    private void type(Type type, String where) {
        if (type instanceof Class<?> plain) {
            if (plain.isRecord() && !SCALARS.contains(plain)) {
                record(plain, where);
            } else if (!plain.isEnum() && !SCALARS.contains(plain)) {
                faults.add(where + " is a " + plain.getSimpleName() + ", which the site file cannot hold");
            }
        } else if (type instanceof ParameterizedType generic && generic.getRawType() == List.class) {
            type(generic.getActualTypeArguments()[0], where + "[]");
        } else if (type instanceof ParameterizedType generic
                && generic.getRawType() == Map.class
                && generic.getActualTypeArguments()[0] == String.class) {
            type(generic.getActualTypeArguments()[1], where + "{}");
        } else {
            faults.add(where + " is a " + type.getTypeName() + ", which the site file cannot hold");
        }
    }

    private void fallback(Class<?> type, String text, String where) {
        boolean readable = true;
        if (WHOLE.contains(type)) {
            readable = text.matches("-?\\d+");
        } else if (type == double.class) {
            readable = text.matches("-?\\d+(\\.\\d+)?");
        } else if (type == boolean.class) {
            readable = text.matches("true|false");
        } else if (type == Duration.class) {
            readable = DURATION.matcher(text).matches();
        } else if (type.isEnum()) {
            readable = Arrays.stream(type.getEnumConstants())
                    .anyMatch(constant -> written(constant).equals(text));
        } else if (type == List.class) {
            readable = text.equals("[]");
        } else if (type == Map.class || (type.isRecord() && !SCALARS.contains(type))) {
            readable = text.equals("{}");
        }
        if (!readable) {
            faults.add(where + ": its default '" + text + "' is no " + type.getSimpleName());
        }
    }

    private static String written(Object constant) {
        return ((Enum<?>) constant).name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
