package io.millrace.app.template;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * One thing that is otherwise at a machine than it was.
 *
 * @param kind {@code added}, {@code removed} or {@code changed}
 * @param what a part, or a value of it, such as {@code tag burner/temperature: scan}
 * @param was empty for what was added
 * @param is empty for what was removed
 */
public record MachineChange(String machine, Kind kind, String what, String was, String is) {

    /** In which way. */
    public enum Kind {
        ADDED,
        REMOVED,
        CHANGED
    }

    /** From the machines as they were to those of the site file, machine by machine in the order of the file. */
    static List<MachineChange> between(Map<String, MachineContent> before, Map<String, MachineContent> now) {
        List<MachineChange> changes = new ArrayList<>();
        Set<String> names = new LinkedHashSet<>(now.keySet());
        names.addAll(before.keySet());
        for (String name : names) {
            MachineContent was = before.get(name);
            MachineContent is = now.get(name);
            if (was == null && is != null) {
                changes.add(new MachineChange(name, Kind.ADDED, "the machine", "", is.summary()));
            } else if (is == null && was != null) {
                changes.add(new MachineChange(name, Kind.REMOVED, "the machine", was.summary(), ""));
            } else if (was != null && is != null) {
                compare(name, was, is, changes);
            }
        }
        return changes;
    }

    private static void compare(String machine, MachineContent before, MachineContent now, List<MachineChange> to) {
        Map<String, Map<String, String>> parts = new LinkedHashMap<>(now.parts());
        before.parts().forEach(parts::putIfAbsent);
        for (String part : parts.keySet()) {
            Map<String, String> was = before.parts().get(part);
            Map<String, String> is = now.parts().get(part);
            if (was == null && is != null) {
                to.add(new MachineChange(machine, Kind.ADDED, part, "", inOneLine(is)));
            } else if (is == null && was != null) {
                to.add(new MachineChange(machine, Kind.REMOVED, part, inOneLine(was), ""));
            } else if (was != null && is != null) {
                Set<String> keys = new TreeSet<>(was.keySet());
                keys.addAll(is.keySet());
                for (String key : keys) {
                    String old = was.getOrDefault(key, "");
                    String fresh = is.getOrDefault(key, "");
                    if (!old.equals(fresh)) {
                        to.add(new MachineChange(machine, Kind.CHANGED, part + ": " + key, old, fresh));
                    }
                }
            }
        }
    }

    private static String inOneLine(Map<String, String> values) {
        return values.entrySet().stream()
                .filter(value -> !value.getKey().equals("description"))
                .map(value -> value.getKey() + ": " + value.getValue())
                .collect(Collectors.joining(", "));
    }
}
