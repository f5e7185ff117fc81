package io.millrace.process.expression;

import io.millrace.model.Problem;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * The lookup tables of an expression. A table whose entries are all numbers gives numbers, one with only {@code true}
 * and {@code false} booleans, any other texts. Immutable.
 */
final class Tables {

    static final int MAX_ENTRIES = 10_000;

    private final Map<String, Map<String, Object>> tables;

    Tables(Map<String, Map<String, String>> written) {
        Map<String, Map<String, Object>> read = new HashMap<>();
        written.forEach((name, entries) -> read.put(name, typed(entries)));
        this.tables = Map.copyOf(read);
    }

    private static Map<String, Object> typed(Map<String, String> entries) {
        boolean numbers = entries.values().stream().allMatch(Numbers::isNumber);
        boolean whole = numbers && entries.values().stream().allMatch(text -> text.matches("[-+]?\\d{1,18}"));
        boolean booleans = entries.values().stream().allMatch(text -> text.equals("true") || text.equals("false"));
        Map<String, Object> typed = new HashMap<>();
        entries.forEach((key, text) -> typed.put(
                key,
                booleans
                        ? (Object) Boolean.valueOf(text)
                        : whole ? (Object) Long.valueOf(text) : numbers ? (Object) Numbers.parse(text) : text));
        return Map.copyOf(typed);
    }

    Set<String> names() {
        return tables.keySet();
    }

    boolean has(String table) {
        return tables.containsKey(table);
    }

    Object find(String table, Object key) {
        Object found = entries(table).get(keyText(key));
        if (found == null) {
            throw Problem.of(
                            "lookup-missing",
                            "The table '" + table + "' has no entry '" + Numbers.shorten(keyText(key)) + "'.",
                            "Add it, or say what to take without one: lookup('" + table + "', key, otherwise).")
                    .asException();
        }
        return found;
    }

    Object find(String table, Object key, Object otherwise) {
        return entries(table).getOrDefault(keyText(key), otherwise);
    }

    private Map<String, Object> entries(String table) {
        Map<String, Object> entries = tables.get(table);
        if (entries == null) {
            throw Problem.of("table-unknown", "There is no table '" + Numbers.shorten(table) + "'.")
                    .asException();
        }
        return entries;
    }

    private static String keyText(Object key) {
        return key instanceof Number number ? Numbers.show(number) : key.toString();
    }
}
